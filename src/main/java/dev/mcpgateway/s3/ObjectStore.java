package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

import dev.mcpgateway.failure.RangeNotSatisfiableException;
import dev.mcpgateway.feature.ResourceRead.Conditions;
import dev.mcpgateway.feature.ResourceRead.Part;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects in the bucket, by the keys of the store. Every call waits for the bucket,
 * does nothing until someone subscribes, ends its request when it is cancelled, and fails
 * with a {@link dev.mcpgateway.failure.GatewayException}.
 */
class ObjectStore {

	/** How long an object's bytes wait for a reader before their connection is closed. */
	private static final Duration UNCLAIMED = Duration.ofSeconds(5);

	/** Small enough to show progress, large enough to cost nothing. */
	private static final int SLICE = 256 * 1024;

	private final S3AsyncClient client;

	private final S3Backend backend;

	private final String bucket;

	private final StoreFailures failures;

	private final Bulkhead bulkhead;

	ObjectStore(S3AsyncClient client, S3Backend backend, String bucket, StoreFailures failures, Bulkhead bulkhead) {
		this.client = client;
		this.backend = backend;
		this.bucket = bucket;
		this.failures = failures;
		this.bulkhead = bulkhead;
	}

	/**
	 * Stores an object, in place of one that has the key already.
	 * @return how many bytes are on their way, growing, as fast as it is taken; completes
	 * when the object is stored
	 */
	Flux<Long> put(String key, byte[] bytes, String contentType) {
		return Flux.defer(() -> {
			// Best effort: what nobody takes in time is dropped.
			Sinks.Many<Long> sent = Sinks.many().multicast().directBestEffort();
			AtomicLong most = new AtomicLong();
			AsyncRequestBody body = slices(bytes, (count) -> {
				// The client may read the bytes twice, to sign and to send them.
				if (count > most.get()) {
					most.set(count);
					sent.tryEmitNext(count);
				}
			});
			Mono<Long> stored = afterBucket(Mono.fromFuture(() -> this.client
				.putObject((request) -> request.bucket(this.bucket).key(key).contentType(contentType), body)))
				.doFinally((end) -> sent.tryEmitComplete())
				.then(Mono.empty());
			return Flux.merge(sent.asFlux(), stored);
		});
	}

	/** The bytes as a body, not copied: the array is nobody else's. */
	private static AsyncRequestBody slices(byte[] bytes, LongConsumer sent) {
		Flux<ByteBuffer> slices = Flux.generate(() -> 0, (from, sink) -> {
			int to = Math.min(bytes.length, from + SLICE);
			if (from < to) {
				sent.accept(to);
				sink.next(ByteBuffer.wrap(bytes, from, to - from));
			}
			if (to == bytes.length) {
				sink.complete();
			}
			return to;
		});
		return new AsyncRequestBody() {
			@Override
			public Optional<Long> contentLength() {
				return Optional.of((long) bytes.length);
			}

			@Override
			public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
				slices.subscribe(subscriber);
			}
		};
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
	 * at most a thousand is asked for when the reader has taken the one before; between
	 * two pages the list holds no connection.
	 */
	Flux<S3Object> list(String prefix) {
		Flux<S3Object> objects = Flux.defer(() -> {
			// The last page so far; each begins after the last key of the one before.
			AtomicReference<ListObjectsResponse> last = new AtomicReference<>();
			return Flux.<Optional<ListObjectsResponse>>generate((sink) -> {
				ListObjectsResponse before = last.get();
				if (before == null || (before.isTruncated() && !before.contents().isEmpty())) {
					sink.next(Optional.ofNullable(before));
				}
				else {
					sink.complete();
				}
			})
				.concatMap((before) -> afterBucket(
						page(prefix, before.map((page) -> page.contents().getLast().key()).orElse(null), null))
					.doOnNext(last::set)
					.flatMapIterable(ListObjectsResponse::contents), 0);
		});
		return this.bulkhead.at(Use.LIST, () -> objects);
	}

	/** The first objects whose keys start with a prefix; at most a thousand. */
	Flux<S3Object> first(String prefix, int limit) {
		return afterBucket(page(prefix, null, limit)).flatMapIterable(ListObjectsResponse::contents);
	}

	/**
	 * Whether the store lists an object under exactly this key. Of those that start with
	 * it, it is the first.
	 */
	Mono<Boolean> lists(String key) {
		return first(key, 1).any((object) -> object.key().equals(key));
	}

	/**
	 * A page of a list. XML cannot carry every key, and one such key would make its whole
	 * page unreadable; percent-encoded it carries all, and the client decodes them. The
	 * newer operation has a token in its answer that stores make of a key and do not
	 * encode, so this is the older one.
	 * @param after the key that comes before the page
	 */
	private Mono<ListObjectsResponse> page(String prefix, @Nullable String after, @Nullable Integer limit) {
		return Mono.fromFuture(() -> this.client.listObjects((request) -> request.bucket(this.bucket)
			.prefix(prefix)
			.marker(after)
			.maxKeys(limit)
			.encodingType(EncodingType.URL))).retryWhen(StoreFailures.readAgain());
	}

	/**
	 * Opens an object. Its bytes hold a connection and a place until they are read,
	 * cancelled, or left alone for {@link #UNCLAIMED}.
	 * @param conditions what the reader has already and which part it wants; fails with
	 * {@link RangeNotSatisfiableException} when the part lies outside the object
	 */
	Mono<Opened> open(String key, Conditions conditions) {
		GetObjectRequest.Builder whole = GetObjectRequest.builder().bucket(this.bucket).key(key);
		Set<String> known = conditions.known().tags();
		if (known.size() == 1) {
			// The store itself compares one; of several, the reader of the answer does.
			whole.ifNoneMatch(known.iterator().next());
		}
		GetObjectRequest.Builder wanted = whole.copy().range(range(conditions.part())).ifMatch(conditions.partOf());
		Mono<Opened> opening = get(wanted.build())
			// The part is of another version than the reader has: the whole is wanted.
			.onErrorResume((failure) -> conditions.partOf() != null && StoreFailures.isPreconditionFailed(failure),
					(other) -> get(whole.build()))
			.onErrorResume(StoreFailures::isNotModified,
					(answer) -> Mono.just(new Opened.Unchanged(known.iterator().next())))
			.onErrorResume(StoreFailures::isOutOfRange, (outside) -> outOfRange(key, outside));
		return this.bulkhead.enter(Use.STREAM)
			.flatMap((place) -> new StreamOpening(place, UNCLAIMED).open(this.backend.ready().then(opening)))
			.onErrorMap(this::translate);
	}

	private Mono<Opened> get(GetObjectRequest request) {
		return Mono.fromFuture(() -> this.client.getObject(request, new OpeningTransformer(UNCLAIMED)))
			.retryWhen(StoreFailures.readAgain())
			.flatMap(ObjectStore::withoutEmptyBytes)
			.map((opened) -> new Opened.Streaming(opened.head(), opened.bytes().onErrorMap(this::translate)));
	}

	/**
	 * Takes bytes that are none at once. The client ends the connection of what nobody
	 * claims in time, and that of an empty object may serve somebody else by then.
	 */
	private static Mono<Opened.Streaming> withoutEmptyBytes(Opened.Streaming opened) {
		return opened.isEmpty() ? opened.bytes().then(Mono.just(new Opened.Streaming(opened.head(), Flux.empty())))
				: Mono.just(opened);
	}

	/** The store refuses a part without a word on how large the object is. */
	private Mono<Opened> outOfRange(String key, Throwable refusal) {
		return Mono.fromFuture(() -> this.client.headObject((request) -> request.bucket(this.bucket).key(key)))
			.retryWhen(StoreFailures.readAgain())
			.flatMap((head) -> Mono.error(new RangeNotSatisfiableException(head.contentLength(), refusal)));
	}

	private static @Nullable String range(@Nullable Part part) {
		return switch (part) {
			case null -> null;
			case Part.Span(var first, var last) -> "bytes=" + first + "-" + ((last != null) ? last : "");
			case Part.Tail(var length) -> "bytes=-" + length;
		};
	}

	private <T> Mono<T> afterBucket(Mono<T> call) {
		return this.bulkhead.at(Use.CALL, () -> this.backend.ready().then(call))
			.singleOrEmpty()
			.onErrorMap(this::translate);
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

			boolean isEmpty() {
				return Long.valueOf(0).equals(this.head.contentLength());
			}

		}

		/**
		 * The reader has the object's bytes already.
		 *
		 * @param etag their entity tag
		 */
		record Unchanged(String etag) implements Opened {
		}

	}

}
