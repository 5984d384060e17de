package dev.mcpgateway.postgres;

import java.util.regex.Pattern;

/**
 * The schema of the gateway's own tables. Every statement names it, so that no
 * {@code search_path} leads to a table of somebody else's.
 *
 * @param name an identifier that needs no quotes but for reserved words
 */
record GatewaySchema(String name) {

	static final String DEFAULT = "mcp_gateway";

	/** Short enough for the names of channels, which begin with it. */
	static final String FORM = "(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,47}";

	private static final Pattern PATTERN = Pattern.compile(FORM);

	GatewaySchema {
		if (!PATTERN.matcher(name).matches()) {
			throw new IllegalArgumentException("'%s' cannot be the schema of the gateway's tables".formatted(name));
		}
	}

	/** The schema itself, as SQL names it. */
	String quoted() {
		return '"' + name() + '"';
	}

	/** An object in the schema, as SQL names it. */
	String qualified(String object) {
		return quoted() + "." + object;
	}

	/** A channel of NOTIFY on which only the gateways of this schema talk. */
	String channel(String topic) {
		return name() + "_" + topic;
	}

}
