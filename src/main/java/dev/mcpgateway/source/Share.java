package dev.mcpgateway.source;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.mcpgateway.failure.OverloadedException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The places for one use of a source, and the queue for them. While places are free, one
 * is taken by one compare-and-set and given back by another; only who waits needs a
 * clock, and all who wait share one.
 */
final class Share {

	private static final Logger logger = LoggerFactory.getLogger(Share.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/** Of what there are places, for who is refused: {@code calls of postgres}. */
	private final String name;

	private final int places;

	private final int maxWaiting;

	private final Duration maxWait;

	private final Ticker ticker;

	private final AtomicInteger free;

	private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/** How often the queue has to be served; who moves it from 0 serves it. */
	private final AtomicInteger servings = new AtomicInteger();

	private final AtomicBoolean clock = new AtomicBoolean();

	private final LongAdder refused = new LongAdder();

	Share(String name, int places, int maxWaiting, Duration maxWait, Ticker ticker) {
		this.name = name;
		this.places = places;
		this.maxWaiting = maxWaiting;
		this.maxWait = maxWait;
		this.ticker = ticker;
		this.free = new AtomicInteger(places);
	}

	/**
	 * Takes a place, now or when one is free.
	 * @param watch watches the reader of the stream that the place is for, if it is
	 * @return the place, which its subscriber has to leave; or an
	 * {@link OverloadedException}
	 */
	Mono<Place> enter(@Nullable ReaderWatch watch) {
		return new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super Place> taker) {
				taker.onSubscribe(new Entry(taker, watch));
			}
		};
	}

	/** Takes a place if one is free. */
	private boolean take() {
		int now = this.free.get();
		while (now > 0) {
			if (this.free.compareAndSet(now, now - 1)) {
				return true;
			}
			now = this.free.get();
		}
		return false;
	}

	void release() {
		this.free.incrementAndGet();
		if (this.waiting.get() > 0) {
			serve();
		}
	}

	private void enqueue(Entry entry) {
		if (this.waiting.incrementAndGet() > this.maxWaiting) {
			this.waiting.decrementAndGet();
			entry.refuse("All %d places for %s are taken and %d wait for one, which is the limit; try again later."
				.formatted(this.places, this.name, this.maxWaiting));
			return;
		}
		this.queue.add(entry);
		startClock(this.maxWait.toNanos());
		// A place may have become free in the meantime.
		serve();
	}

	/**
	 * Gives free places to those who wait, in their order. Who gets one may give it back
	 * at once, on the same stack: that is served by the loop.
	 */
	private void serve() {
		if (this.servings.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			while (!this.queue.isEmpty() && take()) {
				Entry next = this.queue.poll();
				if (next == null || !next.grantQueued()) {
					// It left in the meantime.
					this.free.incrementAndGet();
				}
			}
			missed = this.servings.addAndGet(-missed);
		}
	}

	private void startClock(long nanos) {
		if (this.clock.compareAndSet(false, true)) {
			this.ticker.scheduler().schedule(this::endLongWaits, nanos, TimeUnit.NANOSECONDS);
		}
	}

	/** They wait equally long at most: the first in the queue is the first to go. */
	private void endLongWaits() {
		long now = now();
		Entry first = this.queue.peek();
		while (first != null && now - first.since >= this.maxWait.toNanos()) {
			// Who takes one out of the queue counts it out.
			if (this.queue.remove(first)) {
				first.refuseQueued("No place for %s came free within %d ms; try again later.".formatted(this.name,
						this.maxWait.toMillis()));
			}
			first = this.queue.peek();
		}
		this.clock.set(false);
		first = this.queue.peek();
		if (first != null) {
			startClock(Math.max(0, first.since + this.maxWait.toNanos() - now));
		}
	}

	private long now() {
		return this.ticker.nanoTime().getAsLong();
	}

	int places() {
		return this.places;
	}

	/** How many places are taken. */
	int taken() {
		return this.places - this.free.get();
	}

	int waiting() {
		return this.waiting.get();
	}

	int maxWaiting() {
		return this.maxWaiting;
	}

	/** How many have been refused so far. */
	long refused() {
		return this.refused.sum();
	}

	/**
	 * One who wants a place, which is taken when it is requested: it either gets there,
	 * and then is the taker's to leave, or is never taken. A {@code Mono.just} could lose
	 * it between its subscription and its request.
	 */
	private final class Entry implements Subscription {

		private static final int NEW = 0;

		private static final int OPEN = 1;

		private static final int CLOSED = 2;

		private final CoreSubscriber<? super Place> taker;

		private final @Nullable ReaderWatch watch;

		private final AtomicInteger state = new AtomicInteger(NEW);

		private volatile boolean queued;

		private long since;

		Entry(CoreSubscriber<? super Place> taker, @Nullable ReaderWatch watch) {
			this.taker = taker;
			this.watch = watch;
		}

		@Override
		public void request(long count) {
			if (!this.state.compareAndSet(NEW, OPEN)) {
				return;
			}
			// Those who wait go first.
			if (Share.this.waiting.get() == 0 && take()) {
				if (!grant()) {
					release();
				}
				return;
			}
			this.since = now();
			this.queued = true;
			enqueue(this);
		}

		@Override
		public void cancel() {
			if (this.state.getAndSet(CLOSED) == OPEN && this.queued && Share.this.queue.remove(this)) {
				Share.this.waiting.decrementAndGet();
			}
		}

		private boolean grant() {
			if (!this.state.compareAndSet(OPEN, CLOSED)) {
				return false;
			}
			Place place = new Place(Share.this, (this.watch != null) ? this.watch.enter(Share.this) : null);
			try {
				this.taker.onNext(place);
				this.taker.onComplete();
			}
			catch (Throwable ex) {
				// Who serves the queue must be able to go on.
				logger.error("What works at a place of {} failed instead of saying so", Share.this.name, ex);
				place.leave();
			}
			return true;
		}

		/** As one that was taken out of the queue. */
		private boolean grantQueued() {
			Share.this.waiting.decrementAndGet();
			return grant();
		}

		private void refuse(String reason) {
			if (this.state.compareAndSet(OPEN, CLOSED)) {
				Share.this.refused.increment();
				this.taker.onError(new OverloadedException(reason, RETRY_AFTER));
			}
		}

		private void refuseQueued(String reason) {
			Share.this.waiting.decrementAndGet();
			refuse(reason);
		}

	}

}
