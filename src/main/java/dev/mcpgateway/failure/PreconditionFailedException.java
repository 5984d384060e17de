package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * What a write presumes does not hold (RFC 9110, section 15.5.13).
 */
public final class PreconditionFailedException extends GatewayException {

	private static final long serialVersionUID = 1L;

	public PreconditionFailedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
