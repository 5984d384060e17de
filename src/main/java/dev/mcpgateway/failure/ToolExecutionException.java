package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The tool ran and says no; the message tells the caller what to change.
 */
public final class ToolExecutionException extends GatewayException {

	private static final long serialVersionUID = 1L;

	public ToolExecutionException(String message) {
		this(message, null);
	}

	public ToolExecutionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
