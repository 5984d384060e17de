package dev.mcpgateway.security;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import dev.mcpgateway.web.RequestHead;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Refuses requests that a web page could make a browser send: those under a host name
 * that is not the gateway's (DNS rebinding), and those of another origin. The
 * specification asks for it of every server that speaks HTTP (Streamable HTTP, Security
 * Warning). Pages of allowed origins may call and read the responses.
 */
@Component
class HostAndOriginGate implements RequestGate {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final Set<String> hosts;

	private final boolean anyHost;

	private final CrossOrigin crossOrigin;

	HostAndOriginGate(SecurityProperties properties) {
		Set<String> allowed = new HashSet<>(LOOPBACK);
		allowed.addAll(properties.allowedHosts());
		this.hosts = Set.copyOf(allowed);
		this.anyHost = properties.allowedHosts().contains("*");
		this.crossOrigin = new CrossOrigin(properties.allowedOrigins());
	}

	@Override
	public Decision decide(RequestHead head) {
		// Of two names, another reader of the request might believe the other.
		List<String> named = head.headers("Host");
		String host = (named.size() == 1) ? named.getFirst() : null;
		if (!this.anyHost && (host == null || !this.hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT)))) {
			return new Decision.Refused(new RequestException(HttpStatus.FORBIDDEN, "forbidden-host",
					"The gateway does not answer under this host name; see gateway.security.allowed-hosts."));
		}
		String origin = head.header("Origin");
		if (origin == null || isOwn(origin, host)) {
			return this.crossOrigin.sameOrigin();
		}
		if (!this.crossOrigin.allows(origin)) {
			return new Decision.Refused(new RequestException(HttpStatus.FORBIDDEN, "forbidden-origin",
					"Pages of this origin may not call the gateway; see gateway.security.allowed-origins."));
		}
		return this.crossOrigin.decide(origin, head);
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
