package dev.mcpgateway.s3;

import java.time.Duration;

import dev.mcpgateway.failure.OverloadedException;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolAcquirePendingLimitException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * Bounds how many uploads run at once, and with them the bytes of the parts that they
 * hold: each has one part that is being filled and one that is being stored. Others wait
 * for a place, for a while and not too many of them, without reading their content.
 */
class UploadPlaces implements AutoCloseable {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final InstrumentedPool<Object> places;

	private final Duration acquireTimeout;

	UploadPlaces(S3Properties.Uploads bounds) {
		this.places = PoolBuilder.from(Mono.fromSupplier(Object::new))
			.sizeBetween(0, bounds.maxConcurrent())
			.maxPendingAcquire(bounds.maxWaiting())
			.buildPool();
		this.acquireTimeout = bounds.acquireTimeout();
	}

	/** How many uploads run. */
	int running() {
		return this.places.metrics().acquiredSize();
	}

	/** How many uploads wait for a place. */
	int waiting() {
		return this.places.metrics().pendingAcquireSize();
	}

	/**
	 * Takes a place, which must be released; fails with {@link OverloadedException} when
	 * none becomes free in time.
	 */
	Mono<PooledRef<Object>> take() {
		return this.places.acquire(this.acquireTimeout).onErrorMap(UploadPlaces::isFull, UploadPlaces::overloaded);
	}

	private static boolean isFull(Throwable failure) {
		return failure instanceof PoolAcquireTimeoutException || failure instanceof PoolAcquirePendingLimitException;
	}

	private static OverloadedException overloaded(Throwable full) {
		return new OverloadedException("As many uploads are running as may run at once; try again later.", RETRY_AFTER);
	}

	@Override
	public void close() {
		this.places.dispose();
	}

}
