package dev.mcpgateway.failure;

import java.time.Duration;

/**
 * As much is running as may run at once.
 */
public final class OverloadedException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	public OverloadedException(String message, Duration retryAfter) {
		super(message, null);
		this.retryAfter = retryAfter;
	}

	/** When a new try makes sense. */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
