package dev.mcpgateway.security;

import java.util.List;
import java.util.Optional;

import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import dev.mcpgateway.web.RequestGate.Decision;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.web.RequestPath;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Puts the {@link RequestGate} and the one reading of paths before every request of the
 * framework. Probes of liveness and readiness are left alone: an orchestrator asks them
 * by address, and they show nothing.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestGateFilter implements WebFilter {

	private static final String PROBES = "/actuator/health/";

	private final RequestGate gate;

	RequestGateFilter(RequestGate gate) {
		this.gate = gate;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (request.getPath().value().startsWith(PROBES)) {
			return chain.filter(exchange);
		}
		return switch (this.gate.decide(new Head(request))) {
			case Decision.Refused(var failure) -> Mono.error(failure);
			case Decision.Preflight(var headers) -> {
				ServerHttpResponse response = exchange.getResponse();
				headers.forEach(response.getHeaders()::set);
				response.setStatusCode(HttpStatus.NO_CONTENT);
				yield response.setComplete();
			}
			case Decision.Admitted(var headers) -> {
				headers.forEach(exchange.getResponse().getHeaders()::set);
				yield admit(exchange, chain);
			}
		};
	}

	private static Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain) {
		String sent = exchange.getRequest().getPath().value();
		Optional<String> path = RequestPath.of(sent);
		if (path.isEmpty()) {
			return Mono.error(new RequestException(HttpStatus.NOT_FOUND, "not-found",
					"There is nothing at this path. Paths are written without parameters and percent-encoding."));
		}
		return chain.filter(path.get().equals(sent) ? exchange
				: exchange.mutate().request((request) -> request.path(path.get())).build());
	}

	private record Head(ServerHttpRequest request) implements RequestHead {

		@Override
		public String method() {
			return this.request.getMethod().name();
		}

		@Override
		public List<String> headers(String name) {
			return this.request.getHeaders().getOrEmpty(name);
		}

	}

}
