package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The range that was asked for lies outside the resource (RFC 9110, section 15.5.17).
 */
public final class RangeNotSatisfiableException extends GatewayException {

	private static final long serialVersionUID = 1L;

	public RangeNotSatisfiableException(String range, @Nullable Throwable cause) {
		super("The range '%s' lies outside the resource.".formatted(range), cause);
	}

}
