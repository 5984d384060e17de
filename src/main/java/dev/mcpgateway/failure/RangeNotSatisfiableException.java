package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The part that was asked for lies outside the resource (RFC 9110, section 15.5.17).
 */
public final class RangeNotSatisfiableException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final long size;

	/**
	 * Creates a failure.
	 * @param size how many bytes the resource has
	 */
	public RangeNotSatisfiableException(long size, @Nullable Throwable cause) {
		super("The range lies outside the resource, which has %d bytes.".formatted(size), cause);
		this.size = size;
	}

	/** How many bytes the resource has. */
	public long size() {
		return this.size;
	}

}
