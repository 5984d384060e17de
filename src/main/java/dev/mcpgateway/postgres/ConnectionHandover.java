package dev.mcpgateway.postgres;

import java.util.concurrent.atomic.AtomicBoolean;

import io.r2dbc.spi.Connection;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Takes a connection from a pool without ever cancelling the pool, as the resource of a
 * {@code usingWhen}.
 * <p>
 * The pool answers a cancel by taking the connection back, even one that it has just
 * handed over: then two calls work on it, and the cancel of one hits the other. Here a
 * connection is either handed over, and then its taker's to give back, or given back at
 * once because the taker has left. What a taker does not wait for any more comes within
 * the pool's acquire timeout.
 */
final class ConnectionHandover extends Mono<Connection> {

	private final Mono<Connection> pool;

	ConnectionHandover(Mono<Connection> pool) {
		this.pool = pool;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Connection> taker) {
		Handover handover = new Handover(taker);
		taker.onSubscribe(handover);
		this.pool.subscribe(handover);
	}

	/**
	 * To the taker a subscription that ends nothing above it.
	 */
	private static final class Handover implements CoreSubscriber<Connection>, Subscription {

		private final CoreSubscriber<? super Connection> taker;

		/** Moved by whoever comes first: what the pool says, or the taker's leave. */
		private final AtomicBoolean open = new AtomicBoolean(true);

		Handover(CoreSubscriber<? super Connection> taker) {
			this.taker = taker;
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
			if (this.open.compareAndSet(true, false)) {
				this.taker.onNext(connection);
				this.taker.onComplete();
			}
			else {
				// Nobody is left to wait for it.
				Mono.from(connection.close()).subscribe();
			}
		}

		@Override
		public void onError(Throwable failure) {
			if (this.open.compareAndSet(true, false)) {
				this.taker.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			if (this.open.compareAndSet(true, false)) {
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
