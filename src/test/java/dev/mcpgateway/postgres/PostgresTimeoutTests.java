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
 * Which time limit ends what.
 */
@Timeout(60)
class PostgresTimeoutTests {

	private static final int ROWS = 300;

	private static final String EXPORT = "%FROM %documents%ORDER BY id";

	private static Gateway gateway;

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("short_limits", "gateway.postgres.statement-timeout=1s",
				"gateway.calls.reader-deadline=6s", "spring.r2dbc.pool.max-size=2");
		// 30 MB, of which the kernel takes less than 6 for a reader who does not read.
		gateway.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title', repeat('x', 100000) "
					+ "FROM generate_series(1, " + ROWS + ")");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void statementThatTakesTooLongIs504() {
		Answer answer = gateway.client().call("sleep", Map.of("seconds", 600));
		assertThat(answer.status()).isEqualTo(504);
		assertThat(answer.json().get("detail").stringValue()).isEqualTo("The statement did not finish within 1 s.");
		assertThat(gateway.database().running("%pg_sleep%")).isZero();
		assertThat(gateway.client().call("get_document", Map.of("document_id", 1)).status()).isEqualTo(200);
	}

	@Test
	void exportThatIsReadSlowlyOutlivesTheStatementTimeout() {
		try (RawCall call = DocumentCalls.open(gateway, "export_documents", Map.of())) {
			for (int i = 0; i < 12; i++) {
				call.skip(2_000_000);
				pause(Duration.ofMillis(250));
			}
			String rest = call.rest();
			assertThat(rest.contains("\"error\"")).isFalse();
			assertThat(rest.contains("\"id\":" + ROWS + ",")).isTrue();
		}
	}

	@Test
	void readerThatTakesNothingIsEndedAndItsConnectionFreed() {
		try (RawCall call = DocumentCalls.open(gateway, "export_documents", Map.of())) {
			call.skip(10_000);
			assertThat(DocumentCalls.pool(gateway).acquiredSize()).isEqualTo(1);
			await().atMost(Duration.ofSeconds(30)).until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
			assertThat(gateway.database().running(EXPORT)).isZero();
			String last = call.rest()
				.stripTrailing()
				.lines()
				.filter((line) -> line.startsWith("{\"error\""))
				.findFirst()
				.orElse("");
			assertThat(last).contains("The reader took nothing within 6 s.").contains("\"status\":504");
		}
	}

	/** A reader's pace, not a wait for something. */
	private static void pause(Duration duration) {
		await().pollDelay(duration).until(() -> true);
	}

}
