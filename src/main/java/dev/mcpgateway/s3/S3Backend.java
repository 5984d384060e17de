package dev.mcpgateway.s3;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.mcpgateway.feature.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;

/**
 * The object store as a whole: whether it serves, and whether the bucket is there. The
 * bucket is made at the start when the store is there by then, else when it first is.
 */
class S3Backend implements Backend {

	static final String NAME = "s3";

	private static final Logger logger = LoggerFactory.getLogger(S3Backend.class);

	private final S3AsyncClient client;

	private final String bucket;

	private final boolean create;

	private final StoreFailures failures;

	/** One attempt for all who wait for it; its outcome is not kept here. */
	private final Mono<Void> attempt;

	private volatile boolean ready;

	/**
	 * Creates the backend.
	 * @param create whether the bucket is made when it is missing
	 */
	S3Backend(S3AsyncClient client, String bucket, boolean create, StoreFailures failures) {
		this.client = client;
		this.bucket = bucket;
		this.create = create;
		this.failures = failures;
		this.attempt = look().onErrorComplete(StoreFailures::isForbidden)
			.doOnSuccess((nothing) -> this.ready = true)
			.cache((nothing) -> Duration.ZERO, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	@Override
	public String name() {
		return NAME;
	}

	/**
	 * Asks for the bucket, and makes it when it is missing. Needs the right to list it.
	 */
	@Override
	public Mono<Void> ping() {
		return look().doOnSuccess((nothing) -> this.ready = true).onErrorMap(this.failures::translate);
	}

	/**
	 * Completes once the bucket is there. Who may not ask for the bucket may still use
	 * what is in it.
	 */
	Mono<Void> ready() {
		return Mono.defer(() -> this.ready ? Mono.empty() : this.attempt);
	}

	/** Notes that the bucket is gone, so that the next who needs it makes it again. */
	void lost() {
		this.ready = false;
	}

	private Mono<Void> look() {
		Mono<Void> head = call(() -> this.client.headBucket((request) -> request.bucket(this.bucket)))
			.retryWhen(StoreFailures.readAgain());
		return this.create ? head.onErrorResume(StoreFailures::isNoBucket, (missing) -> make()) : head;
	}

	private Mono<Void> make() {
		return call(() -> this.client.createBucket((request) -> request.bucket(this.bucket)))
			.doOnSuccess((nothing) -> logger.info("Made the bucket {}", this.bucket))
			// Another replica was faster. A stranger's bucket refuses what comes next.
			.onErrorComplete(BucketAlreadyOwnedByYouException.class)
			.onErrorComplete(BucketAlreadyExistsException.class);
	}

	private static Mono<Void> call(Supplier<CompletableFuture<?>> call) {
		return Mono.fromFuture(call).then();
	}

	/**
	 * The start does not wait for the store, so nobody is there to subscribe but this.
	 */
	@EventListener(ApplicationStartedEvent.class)
	void makeBucketAtStart() {
		ready().subscribe((nothing) -> {
		}, (failure) -> logger.warn("The object store is not ready yet, the bucket {} comes later: {}", this.bucket,
				this.failures.translate(failure).getMessage()));
	}

}
