package dev.mcpgateway.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may reach the gateway's port.
 *
 * @param allowedHosts names, without scheme and port, under which the gateway may be
 * called besides {@code localhost}, {@code 127.0.0.1} and {@code [::1]}; {@code *} for
 * any
 * @param allowedOrigins origins, for example {@code https://app.example}, whose pages may
 * call the gateway from a browser besides its own
 */
@Validated
@ConfigurationProperties("gateway.security")
record SecurityProperties(
		@DefaultValue Set<@Pattern(regexp = HOST,
				message = "must be a host name without scheme, port and path, or *") String> allowedHosts,
		@DefaultValue Set<@Pattern(regexp = ORIGIN,
				message = "must be an origin such as https://app.example or http://localhost:6274") String> allowedOrigins) {

	private static final String NAME = "(?:[a-z0-9_.-]+|\\[[0-9a-f:.]+\\])";

	static final String HOST = NAME + "|\\*";

	static final String ORIGIN = "[a-z][a-z0-9+.-]*://" + NAME + "(?::[0-9]{1,5})?";

	private static final java.util.regex.Pattern DEFAULT_PORT = java.util.regex.Pattern
		.compile("(http(?=.*:80$)|https(?=.*:443$))(://.*):[0-9]+");

	SecurityProperties {
		allowedHosts = lowerCase(allowedHosts);
		allowedOrigins = lowerCase(allowedOrigins).stream()
			.map(SecurityProperties::withoutDefaultPort)
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Set<String> lowerCase(Set<String> values) {
		return values.stream()
			.map((value) -> value.strip().toLowerCase(Locale.ROOT))
			.collect(Collectors.toUnmodifiableSet());
	}

	/** Browsers leave it out. */
	private static String withoutDefaultPort(String origin) {
		Matcher matcher = DEFAULT_PORT.matcher(origin);
		return matcher.matches() ? matcher.group(1) + matcher.group(2) : origin;
	}

}
