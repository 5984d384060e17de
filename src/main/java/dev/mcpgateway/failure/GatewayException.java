package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * Root of every expected failure. The message is written for the caller and crosses the
 * wire; the cause is for the operator's log and never does. Each face translates these
 * once, by an exhaustive {@code switch}.
 */
public abstract sealed class GatewayException extends RuntimeException
		permits UnknownFeatureException, InvalidArgumentsException, NotFoundException, ToolExecutionException,
		BackendUnavailableException, BackendFailedException, OverloadedException, DeadlineExceededException,
		GatewayStoppingException, PreconditionFailedException, RangeNotSatisfiableException, InputRequiredException,
		MissingClientCapabilityException, TaskRequestedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates a failure. The stack trace is kept only beside a cause: an expected failure
	 * is part of the protocol, and its own trace would tell nothing.
	 */
	GatewayException(String message, @Nullable Throwable cause) {
		super(message, cause, false, cause != null);
	}

	/** The message, which every expected failure has. */
	public String reason() {
		String message = getMessage();
		return (message != null) ? message : getClass().getSimpleName();
	}

}
