package dev.mcpgateway.security;

import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Puts the {@link RequestGate} before every request of the framework. Probes of liveness
 * and readiness are left alone: an orchestrator asks them by address, and they tell
 * nothing.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class HostAndOriginFilter implements WebFilter {

	private static final String PROBES = "/actuator/health/";

	private final RequestGate gate;

	HostAndOriginFilter(RequestGate gate) {
		this.gate = gate;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		RequestException refusal = request.getPath().value().startsWith(PROBES) ? null
				: this.gate.refusal(headers.getOrEmpty(HttpHeaders.HOST), headers.getOrigin());
		return (refusal != null) ? Mono.error(refusal) : chain.filter(exchange);
	}

}
