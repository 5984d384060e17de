package dev.mcpgateway.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How much a message to the client matters, least first (RFC 5424, section 6.2.1).
 */
public enum LogLevel {

	DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL, ALERT, EMERGENCY;

	/** Its name in messages. */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The level of a name, exactly as it stands in messages. */
	public static Optional<LogLevel> of(String wireName) {
		return Arrays.stream(values()).filter((level) -> level.wireName().equals(wireName)).findFirst();
	}

}
