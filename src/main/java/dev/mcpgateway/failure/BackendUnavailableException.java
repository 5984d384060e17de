package dev.mcpgateway.failure;

import org.jspecify.annotations.Nullable;

/**
 * The backend cannot be reached, has no connection free in time, or was lost in the
 * middle of the call: only then may the call have had an effect.
 */
public final class BackendUnavailableException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final String backend;

	/**
	 * Creates a failure.
	 * @param backend the backend's {@link Backend#name() name}
	 * @param detail what could not be done, safe to show
	 * @param cause for the log
	 */
	public BackendUnavailableException(String backend, String detail, @Nullable Throwable cause) {
		super("Backend %s is unavailable: %s".formatted(backend, detail), cause);
		this.backend = backend;
	}

	public String backend() {
		return this.backend;
	}

}
