package dev.mcpgateway.failure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The work took longer than it may.
 */
public final class DeadlineExceededException extends GatewayException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates a failure.
	 * @param what what did not happen in time, as the start of a sentence
	 * @param limit the time it had
	 * @param cause for the log
	 */
	public DeadlineExceededException(String what, Duration limit, @Nullable Throwable cause) {
		super("%s within %s.".formatted(what, readable(limit)), cause);
	}

	private static String readable(Duration limit) {
		return (limit.toMillis() % 1000 == 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
	}

}
