package dev.mcpgateway.services;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name under which a service is registered: 1 to 63 of {@code [a-z0-9-]}, so that it
 * can stand in a path, a log and a domain name as it is.
 *
 * @param value the name
 */
public record ServiceId(String value) {

	private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,63}");

	/**
	 * Creates an id.
	 * @throws IllegalArgumentException when it does not have the form
	 */
	public ServiceId {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("Not an id of a service");
		}
	}

	/** The id, if the text has the form of one. */
	public static Optional<ServiceId> parse(String text) {
		return FORM.matcher(text).matches() ? Optional.of(new ServiceId(text)) : Optional.empty();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
