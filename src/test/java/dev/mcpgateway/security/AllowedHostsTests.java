package dev.mcpgateway.security;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

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

	private static void assertAllowed(SecurityProperties properties, String host, @Nullable String origin) {
		StepVerifier.create(filter(properties, host, origin)).verifyComplete();
	}

	private static void assertRefused(SecurityProperties properties, String host, @Nullable String origin) {
		StepVerifier.create(filter(properties, host, origin)).verifyError();
	}

	private static Mono<Void> filter(SecurityProperties properties, String host, @Nullable String origin) {
		MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/api/mcp/tools").header("Host", host);
		if (origin != null) {
			request.header("Origin", origin);
		}
		return new HostAndOriginFilter(new HostAndOriginGate(properties)).filter(MockServerWebExchange.from(request),
				(exchange) -> Mono.empty());
	}

}
