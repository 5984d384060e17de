package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL that hangs does not keep the gateway from stopping.
 */
@Timeout(90)
class HungStopTests {

	private static final Duration DRAIN_TIME = Duration.ofSeconds(1);

	/** For tasks, for connections that are forced to close, and for a busy machine. */
	private static final Duration FEW_SECONDS = Duration.ofSeconds(14);

	@Test
	void serverThatHangsAndAStalledReaderDelayNoStop() {
		Gateway gateway = DocumentCalls.start("hung_stop", "gateway.calls.drain-time=" + DRAIN_TIME.toMillis() + "ms");
		RawCall call = DocumentCalls.open(gateway, "sleep", Map.of("seconds", 600));
		await().atMost(Duration.ofSeconds(20)).until(() -> gateway.database().running("%pg_sleep%") == 1);
		gateway.proxy().stall();
		long start = System.nanoTime();
		gateway.close();
		call.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DRAIN_TIME.plus(FEW_SECONDS));
	}

}
