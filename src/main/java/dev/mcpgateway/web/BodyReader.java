package dev.mcpgateway.web;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.json.MalformedJsonException;
import dev.mcpgateway.json.StrictJsonReader;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
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
 * Reads whole bodies of requests, within bounds: each by itself, and all of the process
 * together. A small body that says its length costs nothing for that; what is larger, or
 * does not say, takes its place in {@link HttpProperties#bodyMemory()} while it arrives
 * and until the request is over, and has to arrive in time. Large bodies are parsed and
 * worked on away from the event loops, by few threads, so that they wait for each other
 * and not everybody else for them.
 */
@Component
public class BodyReader implements AutoCloseable {

	/**
	 * Up to this length, in bytes, a body that says its length is neither counted nor
	 * timed: the number of connections bounds the one, their clocks the other.
	 */
	static final int SMALL = 8 * 1024;

	/** From this length, in bytes, a body is not worked on by an event loop. */
	private static final int LARGE = 64 * 1024;

	private static final String LARGE_FILES = " Send a large file to the URL that presign_file gives.";

	private static final String LARGE_FILES_BY_PUT = " Send a large file by PUT to /api/mcp/files/{key}, "
			+ "or to the URL that presign_file gives.";

	private final HttpProperties properties;

	private final StrictJsonReader json;

	private final ByteBudget memory;

	/** Its queue is bounded by the memory that all waiting bodies hold. */
	private final Scheduler large = Schedulers.newParallel("large-body",
			Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

	BodyReader(HttpProperties properties) {
		this.properties = properties;
		this.json = new StrictJsonReader(properties.maxDepth(), properties.maxTokens());
		this.memory = new ByteBudget(properties.bodyMemory().toBytes());
	}

	/**
	 * Reads a JSON object.
	 * @param use what is done with the object; its place in memory is kept until that
	 * ends
	 * @return the result of {@code use}, or a {@link RequestException}, or a
	 * {@link GatewayException} when there is no room for it now
	 */
	public <T> Mono<T> read(ServerHttpRequest request, Function<ObjectNode, Mono<T>> use) {
		return readJson(request, (bytes) -> use.apply(parse(bytes)));
	}

	/**
	 * Reads a JSON object and keeps how it was written.
	 * @return the object and its text, or a failure as of
	 * {@link #read(ServerHttpRequest, Function)}
	 */
	public Mono<JsonBody> readText(ServerHttpRequest request) {
		return readJson(request,
				(bytes) -> Mono.just(new JsonBody(parse(bytes), new String(bytes, StandardCharsets.UTF_8))));
	}

	private <T> Mono<T> readJson(ServerHttpRequest request, Function<byte[], Mono<T>> use) {
		return Mono.defer(() -> {
			requireJson(request);
			return read(request.getBody().map(BodyReader::bytes), request.getHeaders().getContentLength(), use,
					LARGE_FILES_BY_PUT);
		});
	}

	/**
	 * Reads a body of any kind.
	 * @param body its pieces
	 * @param contentLength how long it says to be, -1 when it does not
	 * @param use what is done with it; its place in memory is kept until that ends
	 * @return the result of {@code use}, or a failure as of
	 * {@link #read(ServerHttpRequest, Function)}
	 */
	public <T> Mono<T> readBytes(Flux<byte[]> body, long contentLength, Function<byte[], Mono<T>> use) {
		return Mono.defer(() -> read(body, contentLength, use, LARGE_FILES));
	}

	private <T> Mono<T> read(Flux<byte[]> body, long contentLength, Function<byte[], Mono<T>> use, String hint) {
		if (contentLength > this.properties.maxBodySize().toBytes()) {
			throw tooLarge(hint);
		}
		Flux<byte[]> whole = body.onErrorMap((failure) -> RequestException.malformed("The body broke off."));
		if (contentLength >= 0 && contentLength <= SMALL) {
			SmallBody small = new SmallBody((int) contentLength);
			return whole.doOnNext(small::add).then(Mono.defer(() -> use.apply(small.bytes())));
		}
		HeldBody held = new HeldBody(this.memory, contentLength);
		long deadline = System.nanoTime() + this.properties.bodyTimeout().toNanos();
		// A timer would cost more than a small piece: while none comes, the clock of the
		// connection runs.
		return whole.doOnNext((piece) -> {
			if (System.nanoTime() - deadline > 0) {
				throw tooSlow();
			}
			if (held.size() + piece.length > this.properties.maxBodySize().toBytes()) {
				throw tooLarge(hint);
			}
			held.add(piece);
		}).then(Mono.defer(() -> {
			Mono<T> used = Mono.defer(() -> use.apply(held.take()));
			return (held.size() > LARGE) ? used.subscribeOn(this.large) : used;
		})).doFinally((signal) -> held.release());
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
		throw RequestException.malformed("The body must be a JSON object.");
	}

	private RequestException tooLarge(String hint) {
		return new RequestException(HttpStatus.CONTENT_TOO_LARGE, "content-too-large",
				"The body is larger than %d bytes (gateway.http.max-body-size).%s"
					.formatted(this.properties.maxBodySize().toBytes(), hint));
	}

	private RequestException tooSlow() {
		return new RequestException(HttpStatus.REQUEST_TIMEOUT, "request-timeout",
				"The body did not arrive within %d ms (gateway.http.body-timeout)."
					.formatted(this.properties.bodyTimeout().toMillis()));
	}

	/** What bodies take of the memory that they may take, in bytes. */
	public long memoryUsed() {
		return this.memory.used();
	}

	@Override
	public void close() {
		this.large.dispose();
	}

}
