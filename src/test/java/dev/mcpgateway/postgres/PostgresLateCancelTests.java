package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Random;

import dev.mcpgateway.testing.Gateway;
import io.r2dbc.postgresql.api.PostgresqlResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A cancel request travels on a connection of its own and may come when its statement has
 * ended. Here the one connection of the pool is handed on at once.
 */
@Timeout(120)
class PostgresLateCancelTests {

	private static final int CANCELS = 250;

	/** About how long the statements take here, from the first message to the last. */
	private static final int LONGEST_WAIT_MICROS = 3000;

	private static Gateway gateway;

	private final Random random = new Random(57014);

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("late_cancel", "spring.r2dbc.pool.max-size=1",
				"spring.r2dbc.pool.max-acquire-time=10s");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void cancelOfAStatementHitsNoLaterOne() {
		Database database = gateway.bean(Database.class);
		hammer(database,
				database.run((connection) -> connection.createStatement("SELECT $1, pg_sleep(0.001)")
					.bind("$1", 1)
					.execute()
					.flatMap((result) -> result.map((row) -> 1))));
	}

	@Test
	void cancelOfAStreamHitsNoLaterStatement() {
		Database database = gateway.bean(Database.class);
		hammer(database,
				database.stream((connection) -> connection.createStatement("SELECT generate_series(1, $1)")
					.bind("$1", 2000)
					.fetchSize(500)
					.execute()
					.concatMap((result) -> result.map((row) -> 1), 1)));
	}

	private void hammer(Database database, Flux<Integer> victim) {
		for (int i = 0; i < CANCELS; i++) {
			Disposable cancelled = victim.subscribe();
			pause(this.random.nextInt(LONGEST_WAIT_MICROS));
			cancelled.dispose();
			// Each waits for the connection that the cancelled statement had.
			assertThat(database.run(PostgresLateCancelTests::innocent).blockLast()).isEqualTo(1L);
			assertThat(database.stream(PostgresLateCancelTests::innocent).blockLast()).isEqualTo(1L);
		}
		await().atMost(Duration.ofSeconds(10)).until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
		assertThat(DocumentCalls.pool(gateway).allocatedSize()).isEqualTo(1);
		assertThat(gateway.database()
			.count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mcp-gateway' AND state <> 'idle'"))
			.isZero();
	}

	private static Flux<Long> innocent(io.r2dbc.postgresql.api.PostgresqlConnection connection) {
		return connection.createStatement("SELECT 1 FROM pg_sleep(0.0005)")
			.execute()
			.flatMap(PostgresqlResult::getRowsUpdated);
	}

	/** Sleeping is too coarse here. */
	private static void pause(int micros) {
		long until = System.nanoTime() + micros * 1000L;
		while (System.nanoTime() < until) {
			Thread.onSpinWait();
		}
	}

}
