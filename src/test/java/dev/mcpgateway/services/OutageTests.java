package dev.mcpgateway.services;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL goes and comes back, or is not there.
 */
class OutageTests {

	/** The connect timeout, and what a busy machine needs besides. */
	private static final Duration FAST = Duration.ofSeconds(5);

	@Test
	void everyOperationFailsFastWhilePostgresIsGoneAndWorksWhenItIsBack() {
		try (TcpProxy proxy = Gateway.proxy(); Gateway gateway = Gateway.startBehind(proxy)) {
			gateway.register("gone-and-back", 1);
			assertThat(gateway.get("/services/gone-and-back").statusCode()).isEqualTo(200);
			proxy.cut();
			for (Supplier<HttpResponse<String>> operation : List.<Supplier<HttpResponse<String>>>of(
					() -> gateway.get("/services/unknown"), () -> gateway.get("/services"),
					() -> gateway.register("gone-and-back", 2), () -> gateway.delete("/services/gone-and-back"))) {
				assertIsUnavailable(operation);
			}
			// A path that cannot be an id needs no database to be unknown.
			assertThat(gateway.get("/services/NO").statusCode()).isEqualTo(404);
			// What is remembered may be told until the loss is noticed, not after.
			Awaitility.await().atMost(FAST).until(() -> gateway.get("/services/gone-and-back").statusCode() == 503);
			proxy.restore();
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.until(() -> gateway.get("/services/gone-and-back").body().equals(Gateway.info(1)));
			assertThat(gateway.register("gone-and-back", 2).statusCode()).isEqualTo(200);
			assertThat(gateway.get("/services/gone-and-back").body()).isEqualTo(Gateway.info(2));
		}
	}

	@Test
	void theGatewayStartsWithoutPostgresAndServesWhenItComes() {
		try (TcpProxy proxy = Gateway.proxy()) {
			proxy.cut();
			try (Gateway gateway = Gateway.startBehind(proxy)) {
				assertIsUnavailable(() -> gateway.get("/services"));
				assertIsUnavailable(() -> gateway.register("late", 1));
				proxy.restore();
				Awaitility.await()
					.atMost(Duration.ofSeconds(15))
					.until(() -> gateway.register("late", 1).statusCode() < 300);
				assertThat(gateway.get("/services/late").body()).isEqualTo(Gateway.info(1));
			}
		}
	}

	@Test
	void aSilentPostgresKeepsNobodyWaitingAndNoConnectionForEver() {
		try (TcpProxy proxy = Gateway.proxy();
				Gateway gateway = Gateway.startBehind(proxy, "gateway.services.timeout=1s",
						"spring.r2dbc.pool.max-size=2")) {
			gateway.register("silent", 1);
			proxy.stall();
			Instant start = Instant.now();
			IntStream.range(0, 6).forEach((each) -> {
				HttpResponse<String> response = gateway.get("/services/s" + each);
				assertThat(response.statusCode()).as(response.body()).isBetween(503, 504);
			});
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
			proxy.restore();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> gateway.get("/services/silent").body().equals(Gateway.info(1)));
		}
	}

	@Test
	void connectionsThatAFirewallForgotAreReplaced() {
		try (TcpProxy proxy = Gateway.proxy();
				Gateway gateway = Gateway.startBehind(proxy, "gateway.services.timeout=500ms",
						"spring.r2dbc.pool.max-size=1")) {
			gateway.register("forgotten", 1);
			proxy.forget();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gateway.get("/services").statusCode() == 200);
			assertThat(gateway.register("forgotten", 2).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withoutPostgresThereIsNoRegister() {
		try (Gateway gateway = Gateway.start("gateway.postgres.enabled=false")) {
			assertThat(gateway.get("/services").statusCode()).isEqualTo(404);
			assertThat(gateway.register("silent", 1).statusCode()).isEqualTo(404);
		}
	}

	private static void assertIsUnavailable(Supplier<HttpResponse<String>> operation) {
		Instant start = Instant.now();
		HttpResponse<String> response = operation.get();
		assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
		assertThat(Gateway.json(response).path("type").asString())
			.isEqualTo("urn:mcp-gateway:problem:backend-unavailable");
		assertThat(Duration.between(start, Instant.now())).isLessThan(FAST);
	}

}
