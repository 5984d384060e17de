package dev.mcpgateway.rest;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.FileStore;
import dev.mcpgateway.feature.ResourceRead.Known;
import dev.mcpgateway.invocation.FileWriter;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.web.JsonResponses;
import dev.mcpgateway.web.RequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * {@code PUT /api/mcp/files/{key}}: stores a file of any size, as a stream. {@code GET}
 * and {@code HEAD} read it, as {@code POST /api/mcp/resource} does. The rest of the path
 * is the key, percent-encoded once.
 */
final class FileEndpoint implements WebHandler {

	static final String PATH = "/api/mcp/files/";

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT);

	private final FileStore store;

	private final FileWriter writer;

	private final ResourceReader reader;

	private final ResourceResponses resources;

	private final JsonResponses json;

	FileEndpoint(FileStore store, FileWriter writer, ResourceReader reader, ResourceResponses resources,
			JsonResponses json) {
		this.store = store;
		this.writer = writer;
		this.reader = reader;
		this.resources = resources;
		this.json = json;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpMethod method = request.getMethod();
		if (!METHODS.contains(method)) {
			return Mono.error(new MethodNotAllowedException(method, METHODS));
		}
		return Mono.defer(() -> {
			String key = FileKey.of(request.getURI(), PATH);
			return HttpMethod.PUT.equals(method) ? put(key, request, exchange.getResponse())
					: get(key, request, exchange.getResponse());
		});
	}

	private Mono<Void> get(String key, ServerHttpRequest request, ServerHttpResponse response) {
		return this.reader
			.read(this.store.uri(key), Map.of(), CallContext.ANONYMOUS, ReadConditions.of(request.getHeaders()))
			.flatMap((content) -> HttpMethod.HEAD.equals(request.getMethod())
					? this.resources.writeHead(response, content) : this.resources.write(response, content));
	}

	private Mono<Void> put(String key, ServerHttpRequest request, ServerHttpResponse response) {
		HttpHeaders headers = request.getHeaders();
		refusePartsAndCodings(headers);
		long limit = this.store.maxSize();
		if (headers.getContentLength() > limit) {
			throw tooLarge(limit);
		}
		FileStore.Upload upload = new FileStore.Upload(key, headers.getFirst(HttpHeaders.CONTENT_TYPE),
				precondition(headers), content(request.getBody(), limit));
		AtomicBoolean left = new AtomicBoolean();
		return this.writer.write(this.store, upload)
			.flatMap((stored) -> answer(key, stored, response))
			// It is no failure that a sender leaves, and there is nobody to tell of it.
			.onErrorComplete((failure) -> left.get())
			.doOnCancel(() -> left.set(true));
	}

	/** What is stored is what is sent, and the whole of it. */
	private static void refusePartsAndCodings(HttpHeaders headers) {
		if (headers.containsHeader(HttpHeaders.CONTENT_RANGE)) {
			throw RequestException.malformed("A file is stored whole; Content-Range is not taken.");
		}
		String coding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (coding != null && !coding.equalsIgnoreCase("identity")) {
			throw new RequestException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type",
					"Send the file without a Content-Encoding.");
		}
	}

	private static FileStore.Precondition precondition(HttpHeaders headers) {
		List<String> match = headers.getOrEmpty(HttpHeaders.IF_MATCH);
		Known noneMatch = ReadConditions.known(headers.getOrEmpty(HttpHeaders.IF_NONE_MATCH));
		return new FileStore.Precondition(match.isEmpty() ? null : ReadConditions.strong(match), noneMatch);
	}

	private static Flux<ByteBuffer> content(Flux<DataBuffer> body, long limit) {
		AtomicLong size = new AtomicLong();
		return body.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.onErrorMap((failure) -> !(failure instanceof GatewayException || failure instanceof RequestException),
					(failure) -> RequestException.malformed("The body broke off."))
			.map(FileEndpoint::copy)
			.doOnNext((piece) -> {
				if (size.addAndGet(piece.remaining()) > limit) {
					throw tooLarge(limit);
				}
			});
	}

	private static ByteBuffer copy(DataBuffer buffer) {
		byte[] piece = new byte[buffer.readableByteCount()];
		buffer.read(piece);
		DataBufferUtils.release(buffer);
		return ByteBuffer.wrap(piece);
	}

	private static RequestException tooLarge(long limit) {
		return new RequestException(HttpStatus.CONTENT_TOO_LARGE, "content-too-large",
				"The file is larger than %d bytes.".formatted(limit));
	}

	private Mono<Void> answer(String key, FileStore.Stored stored, ServerHttpResponse response) {
		if (stored.etag() != null) {
			response.getHeaders().set(HttpHeaders.ETAG, stored.etag());
		}
		return this.json.write(response, stored.created() ? HttpStatus.CREATED : HttpStatus.OK,
				new StoredFile(key, this.store.uri(key), stored.size(), stored.etag()));
	}

	/**
	 * A file that was stored.
	 */
	private record StoredFile(String key, String uri, long size, @Nullable String etag) {
	}

}
