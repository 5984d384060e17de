package dev.mcpgateway.services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
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
		try (TcpProxy proxy = TestDatabase.proxy(); Registrar gateway = Registrar.startBehind(proxy)) {
			gateway.register("gone-and-back", 1);
			assertThat(gateway.get("/services/gone-and-back").status()).isEqualTo(200);
			proxy.cut();
			for (Supplier<Answer> operation : List.<Supplier<Answer>>of(() -> gateway.get("/services/unknown"),
					() -> gateway.get("/services"), () -> gateway.register("gone-and-back", 2),
					() -> gateway.delete("/services/gone-and-back"))) {
				assertIsUnavailable(operation);
			}
			// A path that cannot be an id needs no database to be unknown.
			assertThat(gateway.get("/services/NO").status()).isEqualTo(404);
			// What is remembered may be told until the loss is noticed, not after.
			Awaitility.await().atMost(FAST).until(() -> gateway.get("/services/gone-and-back").status() == 503);
			proxy.restore();
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.until(() -> gateway.get("/services/gone-and-back").text().equals(Registrar.info(1)));
			assertThat(gateway.register("gone-and-back", 2).status()).isEqualTo(200);
			assertThat(gateway.get("/services/gone-and-back").text()).isEqualTo(Registrar.info(2));
		}
	}

	@Test
	void theGatewayStartsWithoutPostgresAndServesWhenItComes() {
		try (TcpProxy proxy = TestDatabase.proxy()) {
			proxy.cut();
			try (Registrar gateway = Registrar.startBehind(proxy)) {
				assertIsUnavailable(() -> gateway.get("/services"));
				assertIsUnavailable(() -> gateway.register("late", 1));
				proxy.restore();
				Awaitility.await()
					.atMost(Duration.ofSeconds(15))
					.until(() -> gateway.register("late", 1).status() < 300);
				assertThat(gateway.get("/services/late").text()).isEqualTo(Registrar.info(1));
			}
		}
	}

	@Test
	void aSilentPostgresKeepsNobodyWaitingAndNoConnectionForEver() {
		try (TcpProxy proxy = TestDatabase.proxy();
				Registrar gateway = Registrar.startBehind(proxy, "gateway.services.timeout=1s",
						"spring.r2dbc.pool.max-size=2")) {
			gateway.register("silent", 1);
			proxy.stall();
			Instant start = Instant.now();
			IntStream.range(0, 6).forEach((each) -> {
				Answer response = gateway.get("/services/s" + each);
				assertThat(response.status()).as(response.text()).isBetween(503, 504);
			});
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
			proxy.restore();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> gateway.get("/services/silent").text().equals(Registrar.info(1)));
		}
	}

	@Test
	void connectionsThatAFirewallForgotAreReplaced() {
		try (TcpProxy proxy = TestDatabase.proxy();
				Registrar gateway = Registrar.startBehind(proxy, "gateway.services.timeout=500ms",
						"spring.r2dbc.pool.max-size=1")) {
			gateway.register("forgotten", 1);
			proxy.forget();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gateway.get("/services").status() == 200);
			assertThat(gateway.register("forgotten", 2).status()).isEqualTo(200);
		}
	}

	@Test
	void withoutPostgresThereIsNoRegister() {
		try (Registrar gateway = Registrar.start("gateway.postgres.enabled=false")) {
			assertThat(gateway.get("/services").status()).isEqualTo(404);
			assertThat(gateway.register("silent", 1).status()).isEqualTo(404);
		}
	}

	private static void assertIsUnavailable(Supplier<Answer> operation) {
		Instant start = Instant.now();
		Answer response = operation.get();
		assertThat(response.status()).as(response.text()).isEqualTo(503);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp-gateway:problem:backend-unavailable");
		assertThat(Duration.between(start, Instant.now())).isLessThan(FAST);
	}

}
