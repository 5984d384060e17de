package dev.mcpgateway.embedded;

import org.jspecify.annotations.Nullable;

/**
 * An embedded server cannot start. The message says what is wrong in one line and
 * {@link #action()} what an operator can do about it; neither holds a secret.
 */
class EmbeddedServerException extends RuntimeException {

	private final String action;

	EmbeddedServerException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	EmbeddedServerException(String message, String action) {
		this(message, action, null);
	}

	String action() {
		return this.action;
	}

}
