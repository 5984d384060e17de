package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.failure.GatewayStoppingException;
import dev.mcpgateway.failure.OverloadedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Bounds what runs: how much at once, how long each, and, when the gateway stops, how
 * long still. Whatever becomes of a call, its place is given back.
 */
@Component
public class CallGuard implements SmartLifecycle {

	/** The first to stop: while the web server still carries answers out. */
	public static final int PHASE = Integer.MAX_VALUE;

	private static final Logger logger = LoggerFactory.getLogger(CallGuard.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final CallProperties properties;

	/**
	 * Counted apart from the set, so that two that come at once cannot both be the last.
	 */
	private final AtomicInteger count = new AtomicInteger();

	private final Set<GuardedSubscriber<?>> running = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	private volatile @Nullable Runnable drained;

	private volatile @Nullable Disposable drainTimer;

	CallGuard(CallProperties properties) {
		this.properties = properties;
	}

	/** A limit for work that gives one answer. */
	TimeLimit answerLimit() {
		return new TimeLimit.Total(this.properties.deadline());
	}

	/** A limit for work that streams. */
	TimeLimit streamLimit() {
		return new TimeLimit.Pauses(this.properties.idleDeadline(), this.properties.readerDeadline());
	}

	/**
	 * Guards work from its start.
	 * @return the stream, which fails with {@link OverloadedException} when as much runs
	 * as may run at once, with {@link GatewayStoppingException} when the gateway stops,
	 * and with {@link DeadlineExceededException} when it breaks the limit
	 */
	<T> Flux<T> guard(Supplier<Flux<T>> work, TimeLimit limit) {
		return new GuardedFlux<>(work, limit, true);
	}

	/**
	 * Guards work that has been let in already, as the rest of what was guarded from its
	 * beginning: it counts, but is not refused any more.
	 */
	<T> Flux<T> guardRest(Flux<T> work, TimeLimit limit) {
		return new GuardedFlux<>(() -> work, limit, false);
	}

	private @Nullable RuntimeException refusal(int now) {
		if (this.stopping) {
			return new GatewayStoppingException();
		}
		int limit = this.properties.maxConcurrent();
		return (now <= limit) ? null : new OverloadedException(
				"%d calls are running, which is the limit; try again later.".formatted(limit), RETRY_AFTER);
	}

	private void leave() {
		if (this.count.decrementAndGet() == 0) {
			Runnable waiting = this.drained;
			if (waiting != null) {
				waiting.run();
			}
		}
	}

	@Override
	public void start() {
		Disposable timer = this.drainTimer;
		this.drainTimer = null;
		if (timer != null) {
			// That of the stop before must not end the calls of now.
			timer.dispose();
		}
		this.drained = null;
		this.stopping = false;
	}

	@Override
	public boolean isRunning() {
		return !this.stopping;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		AtomicBoolean called = new AtomicBoolean();
		Runnable once = () -> {
			if (called.compareAndSet(false, true)) {
				callback.run();
			}
		};
		this.drained = once;
		this.stopping = true;
		int left = this.count.get();
		if (left == 0) {
			once.run();
			return;
		}
		logger.info("Stopping: waiting up to {} for {} calls", readable(this.properties.drainTime()), left);
		// A task of the process's own; it ends with the drain time.
		this.drainTimer = Mono.delay(this.properties.drainTime()).subscribe((tick) -> {
			if (!this.running.isEmpty()) {
				logger.warn("Ending {} calls that did not finish within {}", this.running.size(),
						this.properties.drainTime());
				this.running.forEach((each) -> each.end(new GatewayStoppingException()));
			}
			once.run();
		});
	}

	private static String readable(Duration time) {
		return (time.toMillisPart() == 0) ? time.toSeconds() + " s" : time.toMillis() + " ms";
	}

	/** How many calls and reads run now. */
	public int running() {
		return this.count.get();
	}

	/** How many may run at once. */
	public int limit() {
		return this.properties.maxConcurrent();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Work under guard.
	 */
	private final class GuardedFlux<T> extends Flux<T> {

		private final Supplier<Flux<T>> work;

		private final TimeLimit limit;

		private final boolean refusable;

		GuardedFlux(Supplier<Flux<T>> work, TimeLimit limit, boolean refusable) {
			this.work = work;
			this.limit = limit;
			this.refusable = refusable;
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> reader) {
			int now = CallGuard.this.count.incrementAndGet();
			RuntimeException refusal = this.refusable ? refusal(now) : null;
			if (refusal != null) {
				leave();
				Operators.error(reader, refusal);
				return;
			}
			Set<GuardedSubscriber<?>> running = CallGuard.this.running;
			GuardedSubscriber<T> guarded = new GuardedSubscriber<>(reader, this.limit, (self) -> {
				running.remove(self);
				leave();
			});
			running.add(guarded);
			if (guarded.open()) {
				try {
					Flux.defer(this.work).subscribe(guarded);
				}
				catch (Throwable ex) {
					// What Reactor takes for fatal it throws at who subscribes.
					guarded.end(ErrorBoundary.contained(ex));
				}
				// What ended at once needs no clock.
				guarded.startClock();
			}
		}

	}

}
