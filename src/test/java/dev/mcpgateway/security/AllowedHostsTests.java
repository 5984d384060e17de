package dev.mcpgateway.security;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.web.RequestGate.Decision;
import dev.mcpgateway.web.RequestHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator allows.
 */
class AllowedHostsTests {

	@Test
	void configuredHostsAndOriginsAreAllowedInAnyCase() {
		SecurityProperties properties = new SecurityProperties(Set.of(" Gateway.Example "),
				Set.of("https://App.Example"));
		assertAllowed(properties, "gateway.example", null);
		assertAllowed(properties, "GATEWAY.EXAMPLE:443", "https://app.example");
		assertAllowed(properties, "localhost", "HTTPS://APP.EXAMPLE");
		assertRefused(properties, "other.example", null);
		assertRefused(properties, "sub.gateway.example", null);
		assertRefused(properties, "gateway.example", "http://app.example");
	}

	@Test
	void aStarIsAnyHostButNotAnyOrigin() {
		SecurityProperties properties = new SecurityProperties(Set.of("*"), Set.of());
		assertAllowed(properties, "anything.example", null);
		assertRefused(properties, "anything.example", "https://other.example");
	}

	@Test
	void theDefaultPortOfAnOriginIsNoPartOfIt() {
		SecurityProperties properties = new SecurityProperties(Set.of(),
				Set.of("https://app.example:443", "http://app.example:80", "http://app.example:443"));
		assertThat(properties.allowedOrigins()).containsExactlyInAnyOrder("https://app.example", "http://app.example",
				"http://app.example:443");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:6274", "https://app.example/", "https://app.example/path", "*", "null", "" })
	void whatIsNoOriginStopsTheStart(String origin) {
		assertStops("gateway.security.allowed-origins[0]=" + origin, "must be an origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://gateway.example", "gateway.example:8080", "gateway.example/" })
	void whatIsNoHostStopsTheStart(String host) {
		assertStops("gateway.security.allowed-hosts[0]=" + host, "must be a host name");
	}

	private static void assertStops(String property, String reason) {
		new ApplicationContextRunner().withUserConfiguration(Bound.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(reason));
	}

	private static void assertAllowed(SecurityProperties properties, String host, @Nullable String origin) {
		assertThat(decide(properties, host, origin)).isInstanceOf(Decision.Admitted.class);
	}

	private static void assertRefused(SecurityProperties properties, String host, @Nullable String origin) {
		assertThat(decide(properties, host, origin)).isInstanceOf(Decision.Refused.class);
	}

	private static Decision decide(SecurityProperties properties, String host, @Nullable String origin) {
		Map<String, List<String>> headers = (origin != null) ? Map.of("Host", List.of(host), "Origin", List.of(origin))
				: Map.of("Host", List.of(host));
		return new HostAndOriginGate(properties).decide(new RequestHead() {

			@Override
			public String method() {
				return "GET";
			}

			@Override
			public List<String> headers(String name) {
				return headers.getOrDefault(name, List.of());
			}

		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(SecurityProperties.class)
	static class Bound {

	}

}
