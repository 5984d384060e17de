package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mcpgateway.failure.RangeNotSatisfiableException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects in the bucket, by the keys of the store. Every call waits for the bucket,
 * does nothing until someone subscribes, ends its request when it is cancelled, and fails
 * with a {@link dev.mcpgateway.failure.GatewayException}.
 */
class ObjectStore {

	/** How long an object's bytes wait for a reader before their connection is closed. */
	private static final Duration UNCLAIMED = Duration.ofSeconds(5);

	private final S3AsyncClient client;

	private final S3Backend backend;

	private final String bucket;

	private final StoreFailures failures;

	ObjectStore(S3AsyncClient client, S3Backend backend, String bucket, StoreFailures failures) {
		this.client = client;
		this.backend = backend;
		this.bucket = bucket;
		this.failures = failures;
	}

	/** Stores an object, in place of one that has the key already. */
	Mono<Void> put(String key, byte[] bytes, String contentType) {
		return afterBucket(Mono.fromFuture(
				() -> this.client.putObject((request) -> request.bucket(this.bucket).key(key).contentType(contentType),
						// Not copied: the array is nobody else's.
						AsyncRequestBody.fromBytesUnsafe(bytes))))
			.then();
	}

	/** Completes when there is an object, and fails when there is none. */
	Mono<Void> exists(String key) {
		return afterBucket(
				Mono.fromFuture(() -> this.client.headObject((request) -> request.bucket(this.bucket).key(key)))
					.retryWhen(StoreFailures.readAgain()))
			.then();
	}

	/** Deletes an object; also completes when there is none. */
	Mono<Void> delete(String key) {
		return afterBucket(
				Mono.fromFuture(() -> this.client.deleteObject((request) -> request.bucket(this.bucket).key(key))))
			.then();
	}

	/**
	 * The objects whose keys start with a prefix, in the order of their keys. A page of
	 * at most a thousand is asked for when the reader has taken the one before.
	 */
	Flux<S3Object> list(String prefix) {
		Flux<S3Object> objects = Flux.defer(() -> {
			AtomicBoolean begun = new AtomicBoolean();
			return Flux
				.from(this.client.listObjectsV2Paginator((request) -> request.bucket(this.bucket).prefix(prefix))
					.contents())
				.doOnNext((object) -> begun.set(true))
				// Later, what was listed would be listed again.
				.retryWhen(StoreFailures.readAgain((failure) -> !begun.get()));
		});
		return this.backend.ready().thenMany(objects).onErrorMap(this::translate);
	}

	/** The first objects whose keys start with a prefix; at most a thousand. */
	Flux<S3Object> first(String prefix, int limit) {
		return afterBucket(Mono.fromFuture(
				() -> this.client.listObjectsV2((request) -> request.bucket(this.bucket).prefix(prefix).maxKeys(limit)))
			.retryWhen(StoreFailures.readAgain())).flatMapIterable(ListObjectsV2Response::contents);
	}

	/**
	 * Opens an object. Its bytes hold a connection until they are read, cancelled, or
	 * left alone for {@link #UNCLAIMED}.
	 * @param range the part to read, else the whole; fails with
	 * {@link RangeNotSatisfiableException} when it lies outside the object
	 * @param unlessTag the entity tag of the bytes that the reader has already
	 */
	Mono<Opened> open(String key, Optional<String> range, Optional<String> unlessTag) {
		GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(this.bucket).key(key);
		range.ifPresent(request::range);
		unlessTag.ifPresent(request::ifNoneMatch);
		GetObjectRequest built = request.build();
		return this.backend.ready()
			.then(Mono.fromFuture(() -> this.client.getObject(built, new OpeningTransformer(UNCLAIMED)))
				.retryWhen(StoreFailures.readAgain()))
			.<Opened>map((opened) -> new Opened.Streaming(opened.head(), opened.bytes().onErrorMap(this::translate)))
			.onErrorResume(StoreFailures::isNotModified, (answer) -> Mono.just(new Opened.Unchanged()))
			.onErrorMap(StoreFailures::isOutOfRange,
					(answer) -> new RangeNotSatisfiableException(range.orElse(""), answer))
			.onErrorMap(this::translate);
	}

	private <T> Mono<T> afterBucket(Mono<T> call) {
		return this.backend.ready().then(call).onErrorMap(this::translate);
	}

	/** Translates a failure, and notes when it tells that the bucket is gone. */
	private Throwable translate(Throwable failure) {
		if (StoreFailures.isNoBucket(failure)) {
			this.backend.lost();
		}
		return this.failures.translate(failure);
	}

	/**
	 * What opening an object gives.
	 */
	sealed interface Opened {

		/**
		 * The object's bytes are on their way.
		 *
		 * @param head what the store says of them
		 * @param bytes the bytes, for one reader
		 */
		record Streaming(GetObjectResponse head, Flux<ByteBuffer> bytes) implements Opened {
		}

		/** The reader has the object's bytes already. */
		record Unchanged() implements Opened {
		}

	}

}
