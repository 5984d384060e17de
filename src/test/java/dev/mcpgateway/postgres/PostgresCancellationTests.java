package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a statement whose client leaves, where the pool has one connection.
 */
@Timeout(60)
class PostgresCancellationTests {

	private static Gateway gateway;

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("one_connection", "spring.r2dbc.pool.max-size=1",
				"gateway.postgres.bulkhead.max-wait=2s");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void disconnectCancelsTheStatementAndFreesItsConnection() {
		RawCall call = DocumentCalls.open(gateway, "sleep", Map.of("seconds", 600));
		awaitRunning("%pg_sleep%", 1);
		call.close();
		awaitRunning("%pg_sleep%", 0);
		assertThat(DocumentCalls.create(gateway, "Afterwards", "")).isPositive();
		await().until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
	}

	@Test
	void disconnectCancelsAStatementThatStreams() {
		try (RawCall call = DocumentCalls.open(gateway, "sleep_in_stream", Map.of("seconds", 600))) {
			call.skip(20);
			awaitRunning("%pg_sleep%", 1);
		}
		awaitRunning("%pg_sleep%", 0);
		assertThat(DocumentCalls.create(gateway, "Afterwards", "")).isPositive();
		await().until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
	}

	@Test
	void callThatWaitsTooLongForItsPlaceIs429AndOthersGoOn() {
		RawCall call = DocumentCalls.open(gateway, "sleep", Map.of("seconds", 600));
		awaitRunning("%pg_sleep%", 1);
		long start = System.nanoTime();
		Answer answer = gateway.client().call("get_document", Map.of("document_id", 1));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
				Duration.ofMillis(3900));
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.json().get("detail").stringValue())
			.isEqualTo("No place for postgres came free within 2000 ms; try again later.");
		assertThat(gateway.client().value("echo", Map.of("message", "hi"))).hasToString("{\"echo\":\"hi\"}");
		call.close();
		awaitRunning("%pg_sleep%", 0);
	}

	private static void awaitRunning(String statement, int count) {
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(gateway.database().running(statement)).isEqualTo(count));
	}

}
