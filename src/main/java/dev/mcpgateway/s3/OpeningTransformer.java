package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.s3.ObjectStore.Opened;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Makes a stream of an answer as soon as its head is there. Of one request.
 *
 * <p>
 * When a connection ends too early, the SDK tells its transformer and not the reader of
 * the bytes (aws-sdk-java-v2 issue 6949), who would wait for ever; here both are told.
 */
final class OpeningTransformer implements AsyncResponseTransformer<GetObjectResponse, Opened.Streaming> {

	private final AsyncResponseTransformer<GetObjectResponse, ResponsePublisher<GetObjectResponse>> publisher;

	private final Sinks.Empty<ByteBuffer> broken = Sinks.empty();

	/**
	 * Creates a transformer.
	 * @param unclaimed how long the bytes wait for a reader before their connection is
	 * closed
	 */
	OpeningTransformer(Duration unclaimed) {
		this.publisher = AsyncResponseTransformer.toPublisher(unclaimed);
	}

	@Override
	public CompletableFuture<Opened.Streaming> prepare() {
		return this.publisher.prepare()
			.thenApply((answer) -> new Opened.Streaming(answer.response(),
					Flux.from(answer).takeUntilOther(this.broken.asMono())));
	}

	@Override
	public void onResponse(GetObjectResponse response) {
		this.publisher.onResponse(response);
	}

	@Override
	public void onStream(SdkPublisher<ByteBuffer> bytes) {
		this.publisher.onStream(bytes);
	}

	@Override
	public void exceptionOccurred(Throwable failure) {
		this.publisher.exceptionOccurred(failure);
		// Told more than once, the first counts.
		this.broken.tryEmitError(failure);
	}

}
