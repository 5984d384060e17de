package dev.mcpgateway.web;

import dev.mcpgateway.failure.ErrorBoundary;
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

	private final JsonMapper mapper;

	JsonResponses(JsonMapper mapper) {
		this.mapper = mapper;
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

	private static Mono<Void> writeBytes(ServerHttpResponse response, HttpStatus status, MediaType type, byte[] json) {
		response.setStatusCode(status);
		response.getHeaders().setContentType(type);
		response.getHeaders().setContentLength(json.length);
		DataBuffer buffer = response.bufferFactory().wrap(json);
		return response.writeWith(Mono.just(buffer));
	}

}
