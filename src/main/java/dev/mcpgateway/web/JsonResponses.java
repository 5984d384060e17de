package dev.mcpgateway.web;

import java.time.Duration;

import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.failure.OverloadedException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Answers of one JSON value.
 */
@Component
public class JsonResponses {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final JsonMapper mapper;

	private final UnreadBytes unread;

	JsonResponses(JsonMapper mapper, UnreadBytes unread) {
		this.mapper = mapper;
		this.unread = unread;
	}

	/** Answers with a value, which Jackson writes. */
	public Mono<Void> write(ServerHttpResponse response, HttpStatus status, Object value) {
		return writeBytes(response, status, MediaType.APPLICATION_JSON,
				ErrorBoundary.within(() -> this.mapper.writeValueAsBytes(value)));
	}

	/** Answers with JSON that has been written already. */
	public Mono<Void> writeBytes(ServerHttpResponse response, HttpStatus status, byte[] json) {
		return writeBytes(response, status, MediaType.APPLICATION_JSON, json);
	}

	Mono<Void> writeProblem(ServerHttpResponse response, HttpStatus status, Problem problem) {
		return writeBytes(response, status, MediaType.APPLICATION_PROBLEM_JSON, this.mapper.writeValueAsBytes(problem));
	}

	private Mono<Void> writeBytes(ServerHttpResponse response, HttpStatus status, MediaType type, byte[] json) {
		if (!this.unread.hasRoom(json.length)) {
			return Mono.error(unread());
		}
		response.setStatusCode(status);
		response.getHeaders().setContentType(type);
		response.getHeaders().setContentLength(json.length);
		DataBuffer buffer = response.bufferFactory().wrap(json);
		return response.writeWith(Mono.just(buffer));
	}

	/** What becomes of a large response for which there is no room. */
	static OverloadedException unread() {
		return new OverloadedException("Too many large responses wait to be read; try again later.", RETRY_AFTER);
	}

}
