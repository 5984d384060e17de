package dev.mcpgateway.s3;

import java.nio.ByteBuffer;

import dev.mcpgateway.s3.PartCutter.Part;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Writes objects that come as streams. Every call waits for the bucket, does nothing
 * until someone subscribes, and fails with a
 * {@link dev.mcpgateway.failure.GatewayException}.
 */
class ObjectWriter {

	private final S3AsyncClient client;

	private final S3Backend backend;

	private final String bucket;

	private final StoreFailures failures;

	ObjectWriter(S3AsyncClient client, S3Backend backend, String bucket, StoreFailures failures) {
		this.client = client;
		this.backend = backend;
		this.bucket = bucket;
		this.failures = failures;
	}

	/**
	 * What is under a key now; nothing when there is nothing, and when the gateway may
	 * not know: S3 forbids to look for what is not there to who may not list the bucket,
	 * but lets them write.
	 */
	Mono<HeadObjectResponse> current(String key) {
		return this.backend.ready()
			.then(Mono.fromFuture(() -> this.client.headObject((request) -> request.bucket(this.bucket).key(key)))
				.retryWhen(StoreFailures.readAgain()))
			.onErrorResume((failure) -> StoreFailures.isNoObject(failure) || StoreFailures.isForbidden(failure),
					(absent) -> Mono.empty())
			.onErrorMap(this::translate);
	}

	/** What will store an object in parts; nothing happens yet. */
	MultipartUpload upload(String key) {
		return new MultipartUpload(this.client, this.bucket, key);
	}

	/**
	 * Stores an object.
	 * @param parts its bytes: one part that is shorter than others is the whole
	 * @param upload takes the parts when there are several; it is to be aborted when this
	 * fails or is cancelled
	 * @return its entity tag
	 */
	Mono<String> write(Target target, Flux<Part> parts, int partSize, MultipartUpload upload) {
		return parts.switchOnFirst((first, all) -> {
			Part part = first.get();
			return (part == null || part.size() < partSize)
					? all.singleOrEmpty().defaultIfEmpty(Part.EMPTY).flatMap((whole) -> put(target, whole)).flux()
					: putParts(target, all, upload).flux();
		}).single().onErrorMap(this::translate);
	}

	private Mono<String> put(Target target, Part whole) {
		return Mono.fromFuture(() -> this.client.putObject((request) -> request.bucket(this.bucket)
			.key(target.key())
			.contentType(target.contentType())
			.ifMatch(target.ifMatch())
			.ifNoneMatch(target.ifNoneMatch()), body(whole))).map((stored) -> stored.eTag());
	}

	private static Mono<String> putParts(Target target, Flux<Part> parts, MultipartUpload upload) {
		// One part is stored while the next is gathered.
		return upload.begin(target)
			.thenMany(
					parts.index().concatMap((part) -> upload.store(part.getT1().intValue() + 1, body(part.getT2())), 1))
			.collectList()
			.flatMap((stored) -> upload.complete(target, stored));
	}

	private static AsyncRequestBody body(Part part) {
		return AsyncRequestBody.fromByteBuffersUnsafe(part.pieces().toArray(ByteBuffer[]::new));
	}

	private Throwable translate(Throwable failure) {
		if (StoreFailures.isNoBucket(failure)) {
			this.backend.lost();
		}
		return this.failures.translate(failure);
	}

	/**
	 * Where an object is written, and what must be there at that moment.
	 *
	 * @param ifMatch the entity tag of the object that is replaced, absent when any may
	 * be
	 * @param ifNoneMatch {@code *} when there must be no object
	 */
	record Target(String key, String contentType, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
	}

}
