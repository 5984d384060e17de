package dev.mcpgateway.security;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may reach the gateway's port.
 *
 * @param allowedHosts names, without port, under which the gateway may be called besides
 * {@code localhost}, {@code 127.0.0.1} and {@code [::1]}; {@code *} for any
 * @param allowedOrigins origins, for example {@code https://app.example}, whose pages may
 * call the gateway from a browser besides its own
 */
@ConfigurationProperties("gateway.security")
record SecurityProperties(@DefaultValue Set<String> allowedHosts, @DefaultValue Set<String> allowedOrigins) {

	SecurityProperties {
		allowedHosts = lowerCase(allowedHosts);
		allowedOrigins = lowerCase(allowedOrigins);
	}

	private static Set<String> lowerCase(Set<String> values) {
		return values.stream()
			.map((value) -> value.strip().toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

}
