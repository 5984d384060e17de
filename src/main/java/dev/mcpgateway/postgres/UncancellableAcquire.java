package dev.mcpgateway.postgres;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.mcpgateway.source.Place;
import io.r2dbc.spi.Connection;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Takes a connection from a pool without ever cancelling the pool, as the resource of a
 * {@code usingWhen}, for somebody who has a place at the source already.
 * <p>
 * The pool answers a cancel by taking the connection back, even one that it has just
 * handed over: then two calls work on it, and the cancel of one hits the other. Here a
 * connection is either handed over together with the place, and then both are the taker's
 * to give back, or it is given back at once because the taker has left, and the place
 * after it. What a taker does not wait for any more comes within the pool's acquire
 * timeout.
 */
final class UncancellableAcquire extends Mono<UncancellableAcquire.Acquired> {

	private final Mono<Connection> pool;

	private final Place place;

	UncancellableAcquire(Mono<Connection> pool, Place place) {
		this.pool = pool;
		this.place = place;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Acquired> taker) {
		Handover handover = new Handover(taker, this.place);
		taker.onSubscribe(handover);
		this.pool.subscribe(handover);
	}

	/**
	 * A connection, and the place at which it is used.
	 */
	record Acquired(Connection connection, Place place) {

		/** Gives both back, the connection first. */
		Mono<Void> release() {
			return Mono.from(this.connection.close()).doFinally((signal) -> this.place.leave());
		}

	}

	/**
	 * To the taker a subscription that ends nothing above it.
	 */
	private static final class Handover implements CoreSubscriber<Connection>, Subscription {

		private final CoreSubscriber<? super Acquired> taker;

		private final Place place;

		/** Moved by whoever comes first: what the pool says, or the taker's leave. */
		private final AtomicBoolean open = new AtomicBoolean(true);

		Handover(CoreSubscriber<? super Acquired> taker, Place place) {
			this.taker = taker;
			this.place = place;
		}

		@Override
		public Context currentContext() {
			return this.taker.currentContext();
		}

		@Override
		public void onSubscribe(Subscription pool) {
			pool.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Connection connection) {
			Acquired acquired = new Acquired(connection, this.place);
			if (this.open.compareAndSet(true, false)) {
				this.taker.onNext(acquired);
				this.taker.onComplete();
			}
			else {
				// Nobody is left to wait for it.
				acquired.release().subscribe();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.place.leave();
			if (this.open.compareAndSet(true, false)) {
				this.taker.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			// After a connection, its taker has the place.
			if (this.open.compareAndSet(true, false)) {
				this.place.leave();
				this.taker.onComplete();
			}
		}

		@Override
		public void request(long count) {
			// One connection comes, asked for or not.
		}

		@Override
		public void cancel() {
			this.open.set(false);
		}

	}

}
