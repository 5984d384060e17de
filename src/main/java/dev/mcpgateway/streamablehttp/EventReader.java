package dev.mcpgateway.streamablehttp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.mcp.ServerMessage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * One connection that reads a {@link MessageStream} as server-sent events, no faster than
 * it takes them.
 */
final class EventReader implements Subscription {

	/** A line that carries nothing, for proxies that close what is silent. */
	private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] DATA = "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);

	private final MessageStream stream;

	private final CoreSubscriber<? super byte[]> subscriber;

	private final AtomicLong demand = new AtomicLong();

	private final AtomicInteger working = new AtomicInteger();

	private volatile long position;

	private volatile boolean left;

	private volatile boolean silent;

	/** Only touched by whoever works. */
	private boolean primed;

	private boolean finished;

	/** Takes no clock any more once it has been disposed of. */
	private final Disposable.Swap clock = Disposables.swap();

	EventReader(MessageStream stream, CoreSubscriber<? super byte[]> subscriber, long after) {
		this.stream = stream;
		this.subscriber = subscriber;
		this.position = after;
		this.primed = !stream.rules().primed() || after > 0;
	}

	void start() {
		this.subscriber.onSubscribe(this);
		long period = this.stream.rules().keepAlive().toMillis();
		this.clock.update(Schedulers.parallel().schedulePeriodically(() -> {
			this.silent = true;
			drain();
		}, period, period, TimeUnit.MILLISECONDS));
		drain();
	}

	/** The number of the last message that was sent. */
	long position() {
		return this.position;
	}

	/** Another reader takes over, or too much was lost: the connection ends. */
	void leave() {
		this.left = true;
		drain();
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			this.demand.accumulateAndGet(count, Operators::addCap);
			drain();
		}
	}

	@Override
	public void cancel() {
		this.left = true;
		this.stream.left(this);
		this.clock.dispose();
	}

	void drain() {
		if (this.working.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			while (step()) {
				this.silent = false;
			}
			missed = this.working.addAndGet(-missed);
		}
		while (missed != 0);
	}

	/** Sends at most one event; returns whether it did. */
	private boolean step() {
		if (this.finished) {
			return false;
		}
		if (this.left || this.stream.isDone(this.position)) {
			this.finished = true;
			this.clock.dispose();
			this.stream.left(this);
			this.subscriber.onComplete();
			return false;
		}
		if (this.demand.get() == 0) {
			return false;
		}
		if (!this.primed) {
			this.primed = true;
			send(priming());
			return true;
		}
		Optional<Map.Entry<Long, ServerMessage>> next = this.stream.next(this.position);
		if (next.isPresent()) {
			this.position = next.get().getKey();
			send(event(next.get().getKey(), next.get().getValue().json()));
			this.stream.taken(this.position);
			return true;
		}
		if (this.silent) {
			send(COMMENT);
			return true;
		}
		return false;
	}

	private void send(byte[] event) {
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		this.subscriber.onNext(event);
	}

	private byte[] priming() {
		StreamRules rules = this.stream.rules();
		return "id: %s-0\nretry: %d\ndata: \n\n".formatted(rules.id(), rules.retry().toMillis())
			.getBytes(StandardCharsets.US_ASCII);
	}

	private byte[] event(long number, byte[] json) {
		String id = this.stream.rules().id();
		byte[] prefix = (id != null) ? "id: %s-%d\n".formatted(id, number).getBytes(StandardCharsets.US_ASCII)
				: new byte[0];
		byte[] event = new byte[prefix.length + DATA.length + json.length + 2];
		System.arraycopy(prefix, 0, event, 0, prefix.length);
		System.arraycopy(DATA, 0, event, prefix.length, DATA.length);
		System.arraycopy(json, 0, event, prefix.length + DATA.length, json.length);
		event[event.length - 2] = '\n';
		event[event.length - 1] = '\n';
		return event;
	}

}
