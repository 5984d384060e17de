package dev.mcpgateway.rest;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.schema.SchemaViolation;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.JsonResponses;
import dev.mcpgateway.web.RequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * {@code POST /api/mcp/resource}: reads a resource.
 */
final class ResourceEndpoint implements WebHandler {

	private final BodyReader bodies;

	private final ResourceReader reader;

	private final JsonResponses responses;

	ResourceEndpoint(BodyReader bodies, ResourceReader reader, JsonResponses responses) {
		this.bodies = bodies;
		this.reader = reader;
		this.responses = responses;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		ResourceRead.Conditions conditions = new ResourceRead.Conditions(headers.getFirst(HttpHeaders.RANGE),
				headers.getFirst(HttpHeaders.IF_NONE_MATCH));
		return this.bodies.read(exchange.getRequest()).flatMap((body) -> {
			RequestMembers.refuseUnknown(body, Set.of("uri", "params"));
			return this.reader.read(RequestMembers.requiredString(body, "uri"), params(body), CallContext.ANONYMOUS,
					conditions);
		}).flatMap((content) -> answer(exchange.getResponse(), content));
	}

	/**
	 * Values of variables are text in a URI; numbers and booleans may be sent as such.
	 */
	private static Map<String, String> params(ObjectNode body) {
		Map<String, String> params = new LinkedHashMap<>();
		ObjectNode sent = RequestMembers.optionalObject(body, "params");
		for (Map.Entry<String, JsonNode> each : sent.properties()) {
			if (!each.getValue().isValueNode() || each.getValue().isNull()) {
				throw RequestException.malformed(SchemaViolation.pointer("/params", each.getKey()),
						"The value is to be a string, a number or a boolean.");
			}
			params.put(each.getKey(), each.getValue().asString());
		}
		return params;
	}

	private Mono<Void> answer(ServerHttpResponse response, ResourceContent content) {
		return switch (content) {
			case ResourceContent.Json(var value) -> this.responses.write(response, HttpStatus.OK, value);
			case ResourceContent.NotModified(var etag) -> {
				setEtag(response, etag);
				response.setStatusCode(HttpStatus.NOT_MODIFIED);
				yield response.setComplete();
			}
			case ResourceContent.Bytes bytes -> answerBytes(response, bytes);
		};
	}

	private static Mono<Void> answerBytes(ServerHttpResponse response, ResourceContent.Bytes bytes) {
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(mediaType(bytes.mimeType()));
		headers.setContentLength(bytes.length());
		headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
		// Stored bytes say what they are; a browser must not think otherwise.
		headers.set("X-Content-Type-Options", "nosniff");
		setEtag(response, bytes.etag());
		if (bytes.contentRange() != null) {
			headers.set(HttpHeaders.CONTENT_RANGE, bytes.contentRange());
		}
		response.setStatusCode((bytes.contentRange() != null) ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK);
		DataBufferFactory buffers = response.bufferFactory();
		Flux<ByteBuffer> body = bytes.body();
		return response.writeWith(body.map(buffers::wrap));
	}

	private static MediaType mediaType(String stored) {
		try {
			return MediaType.parseMediaType(stored);
		}
		catch (InvalidMediaTypeException ex) {
			return MediaType.APPLICATION_OCTET_STREAM;
		}
	}

	private static void setEtag(ServerHttpResponse response, @Nullable String etag) {
		if (etag != null) {
			response.getHeaders().set(HttpHeaders.ETAG, etag);
		}
	}

}
