package dev.mcpgateway.postgres;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The export of a table that is larger than what the sockets between take.
 */
@Timeout(120)
class DocumentExportTests {

	private static final String EXPORT = "%FROM %documents%ORDER BY id";

	private static final int ROWS = 200_000;

	/** Of JSON, about. */
	private static final long SIZE = ROWS * 550L;

	private static final Gateway gateway = DocumentCalls.gateway();

	@BeforeAll
	static void fill() {
		DocumentCalls.clear(gateway)
			.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title ' || n, repeat('x', 400) "
					+ "FROM generate_series(1, " + ROWS + ") n");
	}

	@AfterAll
	static void empty() {
		DocumentCalls.clear(gateway);
	}

	@Test
	void readerThatPausesPausesTheServer() {
		long before = usedMemory();
		try (RawCall call = DocumentCalls.open(gateway, "export_documents", Map.of())) {
			call.skip(100_000);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(gateway.database()
							.query("SELECT wait_event FROM pg_stat_activity WHERE query LIKE ? AND state <> 'idle' "
									+ "AND application_name = 'mcp-gateway'", EXPORT))
							.isIn("ClientRead", "ClientWrite"));
			// Were the rows fetched, they would be held here: the sockets take 10 MB at
			// most.
			assertThat(usedMemory() - before).isLessThan(SIZE / 3);
			assertThat(gateway.database().running(EXPORT)).isEqualTo(1);
			assertThat(DocumentCalls.create(gateway, "Another call", "meanwhile")).isPositive();
		}
		awaitEndOfExport();
	}

	@Test
	void readerThatLeavesEndsTheStatement() {
		try (RawCall call = DocumentCalls.open(gateway, "export_documents", Map.of())) {
			call.skip(10_000);
			assertThat(gateway.database().running(EXPORT)).isEqualTo(1);
		}
		awaitEndOfExport();
	}

	@Test
	void failureInTheMiddleIsTheLastLine() {
		try (RawCall call = DocumentCalls.open(gateway, "export_documents", Map.of())) {
			call.skip(10_000);
			assertThat(gateway.database()
				.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE ? "
						+ "AND state <> 'idle' AND application_name = 'mcp-gateway'", EXPORT))
				.isEqualTo("t");
			List<String> lines = call.rest().lines().filter((line) -> line.startsWith("{")).toList();
			assertThat(lines).hasSizeLessThan(ROWS);
			JsonNode last = JsonMapper.shared().readTree(lines.getLast());
			assertThat(last.propertyNames()).containsExactly("error", "problem");
			assertThat(last.get("error").stringValue())
				.isEqualTo("Backend postgres is unavailable: it cannot be reached.");
			assertThat(last.get("problem").get("status").intValue()).isEqualTo(503);
		}
		awaitEndOfExport();
	}

	private static void awaitEndOfExport() {
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(gateway.database().running(EXPORT)).isZero());
		await().atMost(Duration.ofSeconds(10)).until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
	}

	/** On the heap and beside it, after what is garbage has gone. */
	private static long usedMemory() {
		System.gc();
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
	}

}
