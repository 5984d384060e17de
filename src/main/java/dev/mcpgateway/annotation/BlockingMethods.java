package dev.mcpgateway.annotation;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.OverloadedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs methods that may block, each on a thread of its own, so many at once. A method
 * counts until it has returned: a cancel interrupts it, which it may ignore.
 */
public final class BlockingMethods {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Scheduler scheduler;

	private final int limit;

	private final AtomicInteger running = new AtomicInteger();

	BlockingMethods(Scheduler scheduler, int limit) {
		this.scheduler = scheduler;
		this.limit = limit;
	}

	/**
	 * Runs a method when somebody subscribes.
	 * @return what it returns, or nothing for null; an {@link OverloadedException} when
	 * as many run as may
	 */
	<T> Mono<T> run(Callable<@Nullable T> method) {
		return Mono.defer(() -> {
			Run run = new Run();
			return Mono.<T>fromCallable(() -> run.call(method))
				.subscribeOn(this.scheduler)
				.doFinally((signal) -> run.leaveUnlessStarted());
		});
	}

	/** How many run now, those that nobody waits for among them. */
	public int running() {
		return this.running.get();
	}

	/** How many may run at once. */
	public int limit() {
		return this.limit;
	}

	/**
	 * One place, from the moment the method is wanted.
	 */
	private final class Run {

		/** Moved by who comes first: the thread that calls the method, or a cancel. */
		private final AtomicBoolean open = new AtomicBoolean(true);

		Run() {
			if (BlockingMethods.this.running.incrementAndGet() > BlockingMethods.this.limit) {
				BlockingMethods.this.running.decrementAndGet();
				throw new OverloadedException("%d blocking methods are running, which is the limit; try again later."
					.formatted(BlockingMethods.this.limit), RETRY_AFTER);
			}
		}

		<T> @Nullable T call(Callable<@Nullable T> method) throws Exception {
			if (!this.open.compareAndSet(true, false)) {
				return null;
			}
			try {
				return method.call();
			}
			finally {
				BlockingMethods.this.running.decrementAndGet();
			}
		}

		void leaveUnlessStarted() {
			if (this.open.compareAndSet(true, false)) {
				BlockingMethods.this.running.decrementAndGet();
			}
		}

	}

}
