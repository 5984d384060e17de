package dev.mcpgateway.mcp;

import java.time.Duration;

import dev.mcpgateway.wire.Revision;

/**
 * Hears of every request that was understood, when it has ended.
 */
@FunctionalInterface
public interface McpRequestObserver {

	/**
	 * A request has ended. Called on the thread that ended it, so it must be quick.
	 * @param method the method, one of those that the revision has
	 * @param revision the revision in which it was asked
	 * @param outcome how it ended
	 * @param duration how long it took, for a stream until its end
	 */
	void ended(String method, Revision revision, Outcome outcome, Duration duration);

	/**
	 * How a request ended.
	 */
	enum Outcome {

		/** With a result, which may say that a tool failed or asks the client. */
		RESULT,

		/** With an error. */
		ERROR,

		/** Without a response, because nobody wanted it any more. */
		CANCELLED

	}

}
