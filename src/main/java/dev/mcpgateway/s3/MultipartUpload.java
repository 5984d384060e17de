package dev.mcpgateway.s3;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.s3.ObjectWriter.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object that is stored part by part, if it is large enough to have parts. It is there
 * when {@link #complete} has succeeded, and after {@link #abort} nothing is left of it.
 */
final class MultipartUpload {

	private static final Logger logger = LoggerFactory.getLogger(MultipartUpload.class);

	private final S3AsyncClient client;

	private final String bucket;

	private final String key;

	/**
	 * Not cancelled with whoever waits for it: an upload that the store has begun must be
	 * aborted by its id.
	 */
	private @Nullable CompletableFuture<CreateMultipartUploadResponse> begun;

	/** Not cancelled either: a part that came after the abort would stay. */
	private CompletableFuture<?> lastPart = CompletableFuture.completedFuture(null);

	private boolean aborted;

	MultipartUpload(S3AsyncClient client, String bucket, String key) {
		this.client = client;
		this.bucket = bucket;
		this.key = key;
	}

	/** Begins the upload, of which the store then knows. */
	Mono<Void> begin(Target target) {
		return Mono.fromFuture(() -> started(target), true).then();
	}

	private synchronized CompletableFuture<CreateMultipartUploadResponse> started(Target target) {
		if (this.aborted) {
			return refused();
		}
		CompletableFuture<CreateMultipartUploadResponse> begun = this.client.createMultipartUpload(
				(request) -> request.bucket(this.bucket).key(this.key).contentType(target.contentType()));
		this.begun = begun;
		return begun;
	}

	/** Its id, once it has begun. */
	private synchronized String id() {
		return Objects.requireNonNull(this.begun).join().uploadId();
	}

	/**
	 * Stores a part, once more when the store stumbles.
	 * @param number its place, counted from 1
	 */
	Mono<CompletedPart> store(int number, AsyncRequestBody body) {
		return Mono.fromFuture(() -> sent(number, body), true)
			.retryWhen(StoreFailures.readAgain())
			.map((stored) -> CompletedPart.builder().partNumber(number).eTag(stored.eTag()).build());
	}

	private synchronized CompletableFuture<UploadPartResponse> sent(int number, AsyncRequestBody body) {
		if (this.aborted) {
			return refused();
		}
		String id = id();
		CompletableFuture<UploadPartResponse> part = this.client
			.uploadPart((request) -> request.bucket(this.bucket).key(this.key).uploadId(id).partNumber(number), body);
		this.lastPart = part;
		return part;
	}

	private static <T> CompletableFuture<T> refused() {
		return CompletableFuture.failedFuture(new CancellationException("The upload is aborted"));
	}

	/**
	 * Makes an object of the parts.
	 * @return its entity tag
	 */
	Mono<String> complete(Target target, List<CompletedPart> parts) {
		return Mono.fromFuture(() -> this.client.completeMultipartUpload((request) -> request.bucket(this.bucket)
			.key(this.key)
			.uploadId(id())
			.multipartUpload((all) -> all.parts(parts))
			.ifMatch(target.ifMatch())
			.ifNoneMatch(target.ifNoneMatch()))).map((stored) -> stored.eTag());
	}

	/**
	 * Takes the parts away, if there are any, when the last has been sent. Best effort:
	 * it does not fail, but tells the operator.
	 */
	Mono<Void> abort() {
		return Mono.defer(() -> {
			CompletableFuture<CreateMultipartUploadResponse> started = end();
			return (started == null) ? Mono.empty() : Mono.fromFuture(started, true)
				.delayUntil((response) -> sent())
				// What was never begun leaves nothing.
				.onErrorComplete()
				.flatMap(this::remove);
		}).onErrorResume((failure) -> {
			if (!StoreFailures.isNoObject(failure)) {
				logger.warn("Parts of an upload could not be removed from the bucket {}; a rule for incomplete "
						+ "multipart uploads in the store removes them", this.bucket, failure);
			}
			return Mono.empty();
		});
	}

	private synchronized @Nullable CompletableFuture<CreateMultipartUploadResponse> end() {
		this.aborted = true;
		return this.begun;
	}

	/** Completes when no part is on its way; the store's time limit bounds it. */
	private synchronized Mono<Void> sent() {
		return Mono.fromFuture(this.lastPart, true).onErrorComplete().then();
	}

	private Mono<Void> remove(CreateMultipartUploadResponse upload) {
		return Mono
			.fromFuture(() -> this.client.abortMultipartUpload(
					(request) -> request.bucket(this.bucket).key(this.key).uploadId(upload.uploadId())))
			.retryWhen(StoreFailures.readAgain())
			.then();
	}

}
