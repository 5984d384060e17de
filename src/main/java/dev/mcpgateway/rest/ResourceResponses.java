package dev.mcpgateway.rest;

import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.web.JsonResponses;
import dev.mcpgateway.web.PacedBuffers;
import dev.mcpgateway.web.SocketMeter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes what a read of a resource gives.
 */
final class ResourceResponses {

	private final JsonResponses json;

	ResourceResponses(JsonResponses json) {
		this.json = json;
	}

	Mono<Void> write(ServerHttpResponse response, ResourceContent content) {
		return switch (content) {
			case ResourceContent.Json(var value) -> this.json.write(response, HttpStatus.OK, value);
			case ResourceContent.NotModified(var etag) -> {
				setEtag(response, etag);
				response.setStatusCode(HttpStatus.NOT_MODIFIED);
				yield response.setComplete();
			}
			case ResourceContent.Bytes bytes -> {
				setHead(response, bytes);
				if (bytes.length() == 0) {
					// The server would not look at what is written for a length of 0.
					yield bytes.release().then(response.setComplete());
				}
				yield response.writeAndFlushWith(PacedBuffers
					.pieces(SocketMeter.of(response).measure(bytes.body()).map(Mono::just), response.bufferFactory()));
			}
		};
	}

	/** The head of the same response, without its body. */
	Mono<Void> writeHead(ServerHttpResponse response, ResourceContent content) {
		if (content instanceof ResourceContent.Bytes bytes) {
			setHead(response, bytes);
			return bytes.release().then(response.setComplete());
		}
		return write(response, content);
	}

	private static void setHead(ServerHttpResponse response, ResourceContent.Bytes bytes) {
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(mediaType(bytes.mimeType()));
		headers.setContentLength(bytes.length());
		headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
		// Stored bytes say what they are; a browser must not think otherwise.
		headers.set("X-Content-Type-Options", "nosniff");
		setEtag(response, bytes.etag());
		ResourceContent.Part part = bytes.part();
		if (part != null) {
			headers.set(HttpHeaders.CONTENT_RANGE, "bytes %d-%d/%d".formatted(part.first(), part.last(), part.size()));
		}
		response.setStatusCode((part != null) ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK);
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
