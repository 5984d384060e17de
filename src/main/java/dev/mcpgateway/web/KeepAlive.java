package dev.mcpgateway.web;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The clock by which silent streams give a sign of life. One for all of them, however
 * many there are, which runs only while there are any.
 */
public final class KeepAlive {

	private final Duration period;

	private final Scheduler scheduler;

	private final Set<Tick> streams = new HashSet<>();

	private @Nullable Disposable clock;

	/**
	 * Creates a clock.
	 * @param silence how long a stream may be silent; it ticks twice in that time, and a
	 * stream gives a sign when nothing was written between two ticks
	 * @param scheduler where it ticks
	 */
	public KeepAlive(Duration silence, Scheduler scheduler) {
		this.period = silence.dividedBy(2);
		this.scheduler = scheduler;
	}

	/**
	 * Adds a stream.
	 * @param tick called at each tick; returns at once
	 * @return takes it away
	 */
	Disposable add(Runnable tick) {
		Tick added = new Tick(tick);
		synchronized (this) {
			this.streams.add(added);
			if (this.clock == null) {
				long nanos = this.period.toNanos();
				this.clock = this.scheduler.schedulePeriodically(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
			}
		}
		return added;
	}

	/** Whether it ticks. */
	synchronized boolean isRunning() {
		return this.clock != null && !this.clock.isDisposed();
	}

	private void tick() {
		List<Tick> all;
		synchronized (this) {
			all = List.copyOf(this.streams);
		}
		all.forEach((each) -> each.action.run());
	}

	private synchronized void remove(Tick tick) {
		this.streams.remove(tick);
		Disposable running = this.clock;
		if (this.streams.isEmpty() && running != null) {
			this.clock = null;
			running.dispose();
		}
	}

	/**
	 * One stream.
	 */
	private final class Tick implements Disposable {

		private final Runnable action;

		Tick(Runnable action) {
			this.action = action;
		}

		@Override
		public void dispose() {
			remove(this);
		}

	}

}
