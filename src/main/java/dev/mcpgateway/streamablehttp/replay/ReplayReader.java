package dev.mcpgateway.streamablehttp.replay;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * One connection that reads a {@link ReplayBuffer}, no faster than it takes the events.
 */
public final class ReplayReader {

	private final ReplayBuffer buffer;

	private final StreamId id;

	private final ReplayRules rules;

	private final AtomicInteger working = new AtomicInteger();

	/** The number of the last message that was emitted. */
	private volatile long position;

	private volatile boolean left;

	private volatile @Nullable FluxSink<ServerEvent> sink;

	/** Only touched by the thread that works. */
	private boolean primed;

	private boolean finished;

	ReplayReader(ReplayBuffer buffer, StreamId id, ReplayRules rules, long after) {
		this.buffer = buffer;
		this.id = id;
		this.rules = rules;
		this.position = after;
		this.primed = !rules.primed() || after > 0;
	}

	/** The events; of one subscriber. */
	public Flux<ServerEvent> events() {
		return Flux.create((events) -> {
			this.sink = events;
			this.buffer.attach(this);
			events.onDispose(() -> {
				this.left = true;
				this.buffer.detach(this);
			});
			events.onRequest((count) -> drain());
			drain();
		}, FluxSink.OverflowStrategy.ERROR);
	}

	/**
	 * All events were written and the connection ended in good order: what has ended need
	 * not be kept any more.
	 */
	public void delivered() {
		this.buffer.detach(this);
		this.buffer.delivered(this.position);
	}

	/** Another reader takes over, or too much was lost: the connection ends. */
	void leave() {
		this.left = true;
		drain();
	}

	/** Emits what is asked for; of several threads at once, one does it for all. */
	void drain() {
		FluxSink<ServerEvent> events = this.sink;
		if (events == null || this.working.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			boolean more = true;
			while (more) {
				more = step(events);
			}
			missed = this.working.addAndGet(-missed);
		}
	}

	/** Emits at most one event; returns whether it did. */
	private boolean step(FluxSink<ServerEvent> events) {
		if (this.finished) {
			return false;
		}
		if (this.left || this.buffer.isDone(this.position)) {
			this.finished = true;
			events.complete();
			return false;
		}
		if (events.requestedFromDownstream() == 0) {
			return false;
		}
		if (!this.primed) {
			this.primed = true;
			events.next(new ServerEvent(this.id.event(0), this.rules.retry().toMillis(), null));
			return true;
		}
		ReplayBuffer.Message next = this.buffer.next(this.position);
		if (next == null) {
			return false;
		}
		this.position = next.number();
		this.buffer.wasRead(next.number());
		events.next(new ServerEvent(this.id.event(next.number()), 0, next.message()));
		return true;
	}

}
