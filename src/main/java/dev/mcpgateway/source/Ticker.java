package dev.mcpgateway.source;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Time as a bulkhead sees it.
 *
 * @param scheduler lets time pass
 * @param nanoTime a clock that nobody sets, in nanoseconds
 */
record Ticker(Scheduler scheduler, LongSupplier nanoTime) {

	static Ticker system() {
		return new Ticker(Schedulers.parallel(), System::nanoTime);
	}

	/** The time of a scheduler. */
	static Ticker of(Scheduler scheduler) {
		return new Ticker(scheduler, () -> scheduler.now(TimeUnit.NANOSECONDS));
	}

}
