package dev.mcpgateway.security;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.mcpgateway.web.RequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Refuses requests that a web page could make a browser send: those under a host name
 * that is not the gateway's (DNS rebinding), and those of another origin. The
 * specification asks for it of every server that speaks HTTP (Streamable HTTP, Security
 * Warning). Probes of liveness and readiness are left alone: an orchestrator asks them by
 * address, and they tell nothing.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class HostAndOriginFilter implements WebFilter {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final String PROBES = "/actuator/health/";

	private final Set<String> hosts;

	private final boolean anyHost;

	private final Set<String> origins;

	HostAndOriginFilter(SecurityProperties properties) {
		Set<String> allowed = new HashSet<>(LOOPBACK);
		allowed.addAll(properties.allowedHosts());
		this.hosts = Set.copyOf(allowed);
		this.anyHost = properties.allowedHosts().contains("*");
		this.origins = properties.allowedOrigins();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		RequestException refusal = request.getPath().value().startsWith(PROBES) ? null : refusal(request.getHeaders());
		return (refusal != null) ? Mono.error(refusal) : chain.filter(exchange);
	}

	private @Nullable RequestException refusal(HttpHeaders headers) {
		List<String> named = headers.getOrEmpty(HttpHeaders.HOST);
		// Of two names, another reader of the request might believe the other.
		String host = (named.size() == 1) ? named.getFirst() : null;
		if (!this.anyHost && (host == null || !this.hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT)))) {
			return new RequestException(HttpStatus.FORBIDDEN, "forbidden-host",
					"The gateway does not answer under this host name; see gateway.security.allowed-hosts.");
		}
		String origin = headers.getOrigin();
		if (origin != null && !isOwn(origin, host) && !this.origins.contains(origin.toLowerCase(Locale.ROOT))) {
			return new RequestException(HttpStatus.FORBIDDEN, "forbidden-origin",
					"Pages of this origin may not call the gateway; see gateway.security.allowed-origins.");
		}
		return null;
	}

	private static String withoutPort(String host) {
		int colon = host.lastIndexOf(':');
		return (colon > host.lastIndexOf(']')) ? host.substring(0, colon) : host;
	}

	/** The page came from the gateway itself. */
	private static boolean isOwn(String origin, @Nullable String host) {
		return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
	}

}
