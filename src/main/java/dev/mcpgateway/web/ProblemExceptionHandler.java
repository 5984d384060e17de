package dev.mcpgateway.web;

import dev.mcpgateway.failure.RangeNotSatisfiableException;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers every failure that comes before the first byte with
 * {@code application/problem+json}.
 */
@Component
@Order(-2) // before Spring Boot's own handler, which is at -1
class ProblemExceptionHandler implements WebExceptionHandler {

	private final ProblemTranslator translator;

	private final JsonResponses responses;

	ProblemExceptionHandler(ProblemTranslator translator, JsonResponses responses) {
		this.translator = translator;
		this.responses = responses;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		ServerHttpResponse response = exchange.getResponse();
		if (response.isCommitted()) {
			// The status line is out: all that is left is to break the connection.
			return Mono.error(failure);
		}
		Problem problem = this.translator.translate(failure);
		HttpHeaders headers = response.getHeaders();
		headers.clearContentHeaders();
		headers.remove(HttpHeaders.ETAG);
		headers.remove(HttpHeaders.CACHE_CONTROL);
		ProblemTranslator.retryAfter(failure).ifPresent((seconds) -> headers.set(HttpHeaders.RETRY_AFTER, seconds));
		if (failure instanceof RangeNotSatisfiableException outside) {
			headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + outside.size());
		}
		if (failure instanceof ResponseStatusException framework) {
			headers.putAll(framework.getHeaders());
			headers.clearContentHeaders();
		}
		return this.responses.writeProblem(response, HttpStatus.valueOf(problem.status()), problem);
	}

}
