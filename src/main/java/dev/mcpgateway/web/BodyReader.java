package dev.mcpgateway.web;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.json.MalformedJsonException;
import dev.mcpgateway.json.StrictJsonReader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Reads the JSON object in the body of a request, within bounds.
 */
@Component
public class BodyReader {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final HttpProperties properties;

	private final StrictJsonReader json;

	private final Semaphore uploads;

	BodyReader(HttpProperties properties) {
		this.properties = properties;
		this.json = new StrictJsonReader(properties.maxDepth());
		this.uploads = new Semaphore(properties.maxConcurrentUploads());
	}

	/**
	 * Reads an ordinary body.
	 * @return the object, or a {@link RequestException}
	 */
	public Mono<ObjectNode> read(ServerHttpRequest request) {
		return read(request, (prefix) -> false, Mono::just);
	}

	/**
	 * Reads an ordinary body and keeps how it was written.
	 * @return the object and its text, or a {@link RequestException}
	 */
	public Mono<JsonBody> readText(ServerHttpRequest request) {
		return read(request, (prefix) -> false,
				(bytes) -> new JsonBody(parse(bytes), new String(bytes, StandardCharsets.UTF_8)), Mono::just);
	}

	/**
	 * Reads a body that may turn out to be an upload.
	 * @param isUpload decides, from the beginning of a body that turns out too large for
	 * an ordinary one, whether it may go on
	 * @param use what is done with the object; an upload keeps its place until that ends
	 * @return the result of {@code use}, or a {@link RequestException}
	 */
	public <T> Mono<T> read(ServerHttpRequest request, Predicate<InputStream> isUpload,
			Function<ObjectNode, Mono<T>> use) {
		return read(request, isUpload, this::parse, use);
	}

	private <B, T> Mono<T> read(ServerHttpRequest request, Predicate<InputStream> isUpload, Function<byte[], B> parse,
			Function<B, Mono<T>> use) {
		return Mono.defer(() -> {
			requireJson(request);
			return readBytes(request.getBody().map(BodyReader::bytes), request.getHeaders().getContentLength(),
					isUpload, (bytes) -> use.apply(parse.apply(bytes)));
		});
	}

	/**
	 * Reads a body of any kind.
	 * @param body its pieces
	 * @param contentLength how long it says to be, -1 when it does not
	 * @param isUpload decides, from the beginning of a body that turns out too large for
	 * an ordinary one, whether it may go on
	 * @param use what is done with it; an upload keeps its place until that ends
	 * @return the result of {@code use}, or a {@link RequestException}
	 */
	public <T> Mono<T> readBytes(Flux<byte[]> body, long contentLength, Predicate<InputStream> isUpload,
			Function<byte[], Mono<T>> use) {
		return Mono.defer(() -> {
			if (contentLength > this.properties.maxUploadSize().toBytes()) {
				throw tooLarge(this.properties.maxUploadSize().toBytes());
			}
			Collected collected = new Collected(isUpload);
			return body.onErrorMap((failure) -> RequestException.malformed("The body broke off."))
				.doOnNext(collected::add)
				.then(Mono.defer(() -> use.apply(collected.take())))
				.doFinally((signal) -> collected.release());
		});
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] piece = new byte[buffer.readableByteCount()];
		buffer.read(piece);
		DataBufferUtils.release(buffer);
		return piece;
	}

	private static void requireJson(ServerHttpRequest request) {
		MediaType type;
		try {
			type = request.getHeaders().getContentType();
		}
		catch (InvalidMediaTypeException ex) {
			type = null;
		}
		boolean json = type != null && "application".equals(type.getType())
				&& ("json".equals(type.getSubtype()) || type.getSubtype().endsWith("+json"));
		if (!json) {
			throw new RequestException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type",
					"Send the body as application/json.");
		}
	}

	private ObjectNode parse(byte[] bytes) {
		JsonNode value;
		try {
			value = this.json.read(bytes);
		}
		catch (MalformedJsonException ex) {
			throw RequestException.malformed(ex.reason());
		}
		if (value instanceof ObjectNode object) {
			return object;
		}
		throw RequestException.malformed("The body is to be a JSON object.");
	}

	private static InputStream stream(Collection<byte[]> pieces) {
		return new SequenceInputStream(
				Collections.enumeration(pieces.stream().map(ByteArrayInputStream::new).toList()));
	}

	private static RequestException tooLarge(long limit) {
		return new RequestException(HttpStatus.CONTENT_TOO_LARGE, "content-too-large",
				"The body is larger than %d bytes.".formatted(limit));
	}

	/**
	 * The bytes so far.
	 */
	private final class Collected {

		private final Predicate<InputStream> isUpload;

		/** Joined only when all are there: an array that grows would hold them twice. */
		private final Deque<byte[]> pieces = new ArrayDeque<>(1);

		private long size;

		private final AtomicBoolean upload = new AtomicBoolean();

		Collected(Predicate<InputStream> isUpload) {
			this.isUpload = isUpload;
		}

		void add(byte[] piece) {
			this.pieces.add(piece);
			this.size += piece.length;
			long limit = BodyReader.this.properties.maxBodySize().toBytes();
			if (this.size > limit && !this.upload.get()) {
				admitUpload(limit);
			}
			if (this.size > BodyReader.this.properties.maxUploadSize().toBytes()) {
				throw tooLarge(BodyReader.this.properties.maxUploadSize().toBytes());
			}
		}

		private void admitUpload(long limit) {
			if (!this.isUpload.test(stream(this.pieces))) {
				throw tooLarge(limit);
			}
			if (!BodyReader.this.uploads.tryAcquire()) {
				throw new OverloadedException("As many uploads are running as may run at once; try again later.",
						RETRY_AFTER);
			}
			this.upload.set(true);
		}

		/**
		 * The body, forgotten here, so that it lives no longer than it takes to parse.
		 */
		byte[] take() {
			if (this.pieces.size() == 1) {
				return this.pieces.removeFirst();
			}
			byte[] joined = new byte[Math.toIntExact(this.size)];
			int offset = 0;
			while (!this.pieces.isEmpty()) {
				byte[] piece = this.pieces.removeFirst();
				System.arraycopy(piece, 0, joined, offset, piece.length);
				offset += piece.length;
			}
			return joined;
		}

		void release() {
			if (this.upload.compareAndSet(true, false)) {
				BodyReader.this.uploads.release();
			}
		}

	}

}
