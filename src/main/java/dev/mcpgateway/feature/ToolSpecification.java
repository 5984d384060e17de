package dev.mcpgateway.feature;

import dev.mcpgateway.model.Tool;

/**
 * A tool and how it answers.
 *
 * @param tool what lists show
 * @param handler how it answers
 * @param emission how many items a call emits
 * @param taskSupport whether a call may, or must, run as a task
 */
public record ToolSpecification(Tool tool, ToolHandler handler, Emission emission, TaskSupport taskSupport) {

	/**
	 * Whether a call runs as a task (extension {@code io.modelcontextprotocol/tasks}):
	 * its caller gets a handle at once and asks for the result later.
	 */
	public enum TaskSupport {

		/** Never. */
		FORBIDDEN,

		/** Whenever the client can take a task. */
		OPTIONAL,

		/** Always: a client that cannot take a task is refused. */
		REQUIRED

	}

	/**
	 * How many items a call emits.
	 */
	public enum Emission {

		/** At most one: the call has a total deadline. */
		SINGLE,

		/** Any number, over any time: the call has an idle deadline. */
		STREAM

	}

}
