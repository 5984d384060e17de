package dev.mcpgateway.json;

/**
 * What was read is not JSON, or breaks a bound. The message is safe to show.
 */
public final class MalformedJsonException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MalformedJsonException(String message) {
		super(message, null, false, false);
	}

	/** What is wrong, for the sender. */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
