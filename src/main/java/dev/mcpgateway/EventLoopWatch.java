package dev.mcpgateway;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;

/**
 * Asks event loops, from a thread of its own, whether they still run tasks.
 */
final class EventLoopWatch implements Runnable, AutoCloseable {

	private static final int LOOKS = 10;

	private final Supplier<? extends Collection<EventLoop>> loops;

	private final Duration pause;

	private final Consumer<ProcessEnd> end;

	private final Map<EventLoop, Pulse> pulses = new HashMap<>();

	private final Thread thread = Thread.ofPlatform().daemon().name("event-loop-watch").unstarted(this);

	/**
	 * Creates a watch that does not look yet.
	 * @param loops the event loops, asked for at every look
	 * @param timeout how long one may run no task; counted in looks, so that a machine
	 * that was asleep is no reason
	 * @param end what happens when one is dead or stuck
	 */
	EventLoopWatch(Supplier<? extends Collection<EventLoop>> loops, Duration timeout, Consumer<ProcessEnd> end) {
		this.loops = loops;
		this.pause = timeout.dividedBy(LOOKS);
		this.end = end;
	}

	void start() {
		this.thread.start();
	}

	@Override
	public void run() {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.sleep(this.pause);
				this.loops.get().forEach(this::look);
			}
		}
		catch (InterruptedException ex) {
			// It is closed.
		}
		catch (OutOfMemoryError ex) {
			this.end.accept(ProcessEnd.OUT_OF_MEMORY);
		}
	}

	private void look(EventLoop loop) {
		if (loop.isShuttingDown()) {
			this.end.accept(ProcessEnd.DEAD_EVENT_LOOP);
			return;
		}
		Pulse pulse = this.pulses.computeIfAbsent(loop, (unknown) -> new Pulse());
		if (!pulse.beat.get()) {
			pulse.missed++;
			if (pulse.missed > LOOKS) {
				this.end.accept(ProcessEnd.STUCK_EVENT_LOOP);
			}
			return;
		}
		pulse.missed = 0;
		pulse.beat.set(false);
		try {
			loop.execute(() -> pulse.beat.set(true));
		}
		catch (RejectedExecutionException ex) {
			this.end.accept(ProcessEnd.DEAD_EVENT_LOOP);
		}
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

	private static final class Pulse {

		private final AtomicBoolean beat = new AtomicBoolean(true);

		private int missed;

	}

}
