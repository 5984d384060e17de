package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers of exports, and a server that hangs, keep their trouble to themselves.
 */
@Timeout(120)
class PostgresBulkheadTests {

	private static final int CALLS = 3;

	private static final int STREAMS = 2;

	private static final int MAX_CONCURRENT = 24;

	private static Gateway gateway;

	private final List<RawCall> readers = new ArrayList<>();

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("bulkhead", "spring.r2dbc.pool.max-size=6",
				"gateway.postgres.bulkhead.calls=" + CALLS, "gateway.postgres.bulkhead.streams=" + STREAMS,
				"gateway.postgres.bulkhead.state=1", "gateway.postgres.bulkhead.max-waiting=4",
				"gateway.postgres.bulkhead.rate-window=2s", "gateway.calls.max-concurrent=" + MAX_CONCURRENT);
		// 60 MB, which is more than the sockets between take.
		gateway.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title', repeat('x', 100000) "
					+ "FROM generate_series(1, 600)");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@AfterEach
	void leave() {
		this.readers.forEach(RawCall::close);
		await().atMost(Duration.ofSeconds(20)).until(() -> taken(Use.STREAM) == 0 && taken(Use.CALL) == 0);
	}

	@Test
	void unreadExportsLeaveConnectionsForEverythingElse() {
		for (int i = 0; i < STREAMS + 4; i++) {
			this.readers.add(DocumentCalls.open(gateway, "export_documents", Map.of()));
		}
		await().until(() -> taken(Use.STREAM) == STREAMS);
		for (int i = 0; i < 20; i++) {
			assertThat(gateway.client().call("get_document", Map.of("document_id", 1)).status()).isEqualTo(200);
			assertThat(gateway.client().get("/services").status()).isEqualTo(200);
		}
		assertThat(gateway.client().get("/health").json().at("/backends/postgres").stringValue()).isEqualTo("up");
	}

	@Test
	void readersBelowTheRateMakeRoomAndAreTold() {
		for (int i = 0; i < STREAMS; i++) {
			this.readers.add(DocumentCalls.open(gateway, "export_documents", Map.of()));
		}
		await().until(() -> taken(Use.STREAM) == STREAMS);
		Answer export = await().atMost(Duration.ofSeconds(30))
			.until(() -> gateway.client().call("export_documents", Map.of()), (answer) -> answer.status() == 200);
		assertThat(export.lines()).hasSize(600);
		assertThat(gateway.bean(Bulkhead.class).dismissed()).isPositive();
		List<String> rests = this.readers.stream().map(RawCall::rest).toList();
		assertThat(rests)
			.anySatisfy((rest) -> assertThat(rest).contains("{\"error\":\"The stream ends here: its reader took less "
					+ "than 16384 bytes a second while others waited for postgres."));
	}

	@Test
	void serverThatHangsHoldsOnlyItsOwnCalls() throws Exception {
		assertThat(gateway.client().call("get_document", Map.of("document_id", 1)).status()).isEqualTo(200);
		gateway.proxy().stall();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				calls.add(
						callers.submit(() -> gateway.client().call("get_document", Map.of("document_id", 1)).status()));
			}
			await().until(() -> taken(Use.CALL) == CALLS);
			for (int i = 0; i < 20; i++) {
				assertThat(gateway.client().call("echo", Map.of("message", "hi")).status()).isEqualTo(200);
			}
			await().atMost(Duration.ofSeconds(10))
				.until(() -> gateway.client()
					.get("/health")
					.json()
					.at("/backends/postgres")
					.stringValue()
					.equals("down"));
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> call : calls) {
				statuses.add(call.get());
			}
			assertThat(statuses).contains(429).isSubsetOf(429, 503, 504);
		}
		finally {
			gateway.proxy().restore();
		}
		await().atMost(Duration.ofSeconds(20))
			.until(() -> gateway.client().call("get_document", Map.of("document_id", 1)).status() == 200);
		await().atMost(Duration.ofSeconds(10))
			.until(() -> gateway.client().get("/health").json().at("/backends/postgres").stringValue().equals("up"));
	}

	private static int taken(Use use) {
		return gateway.bean(Bulkhead.class).taken(use);
	}

}
