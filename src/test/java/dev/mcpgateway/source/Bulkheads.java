package dev.mcpgateway.source;

import java.time.Duration;

import reactor.core.scheduler.Scheduler;

import org.springframework.util.unit.DataSize;

/**
 * Bulkheads for tests, on a scheduler of the test's own.
 */
final class Bulkheads {

	static final int CALLS = 2;

	static final int STREAMS = 2;

	static final int MAX_WAITING = 3;

	static final Duration MAX_WAIT = Duration.ofSeconds(3);

	static final Duration READER_TIMEOUT = Duration.ofSeconds(15);

	static final int RATE = 1000;

	static final Duration WINDOW = Duration.ofSeconds(5);

	static final BulkheadProperties BOUNDS = new BulkheadProperties(null, null, null, MAX_WAITING, MAX_WAITING,
			MAX_WAIT, READER_TIMEOUT, DataSize.ofBytes(RATE), WINDOW);

	private Bulkheads() {
	}

	static Bulkhead on(Scheduler scheduler) {
		return new Bulkhead("sample", new Shares(CALLS, STREAMS, 1, true), BOUNDS, Ticker.of(scheduler));
	}

}
