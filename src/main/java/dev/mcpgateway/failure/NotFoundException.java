package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The feature exists, but what it was asked for does not.
 */
public final class NotFoundException extends GatewayException {

	private static final long serialVersionUID = 1L;

	public NotFoundException(String message) {
		this(message, null);
	}

	public NotFoundException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
