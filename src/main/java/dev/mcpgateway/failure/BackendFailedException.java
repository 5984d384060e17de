package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The backend was reached and failed for a reason that the caller did not give it.
 */
public final class BackendFailedException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final String backend;

	/**
	 * Creates a failure.
	 * @param backend the backend's {@link Backend#name() name}
	 * @param cause for the log; nothing of it is shown
	 */
	public BackendFailedException(String backend, @Nullable Throwable cause) {
		super("Backend %s failed.".formatted(backend), cause);
		this.backend = backend;
	}

	public String backend() {
		return this.backend;
	}

}
