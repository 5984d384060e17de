package dev.mcpgateway.security;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Refuses requests that a web page could make a browser send: those under a host name
 * that is not the gateway's (DNS rebinding), and those of another origin. The
 * specification asks for it of every server that speaks HTTP (Streamable HTTP, Security
 * Warning).
 */
@Component
class HostAndOriginGate implements RequestGate {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final Set<String> hosts;

	private final boolean anyHost;

	private final Set<String> origins;

	HostAndOriginGate(SecurityProperties properties) {
		Set<String> allowed = new HashSet<>(LOOPBACK);
		allowed.addAll(properties.allowedHosts());
		this.hosts = Set.copyOf(allowed);
		this.anyHost = properties.allowedHosts().contains("*");
		this.origins = properties.allowedOrigins();
	}

	@Override
	public @Nullable RequestException refusal(List<String> named, @Nullable String origin) {
		// Of two names, another reader of the request might believe the other.
		String host = (named.size() == 1) ? named.getFirst() : null;
		if (!this.anyHost && (host == null || !this.hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT)))) {
			return new RequestException(HttpStatus.FORBIDDEN, "forbidden-host",
					"The gateway does not answer under this host name; see gateway.security.allowed-hosts.");
		}
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
