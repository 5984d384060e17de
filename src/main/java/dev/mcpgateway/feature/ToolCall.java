package dev.mcpgateway.feature;

import dev.mcpgateway.model.Tool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a tool. The arguments have been checked against the tool's input schema.
 *
 * @param specification what is called
 * @param arguments its arguments; read-only by convention
 * @param context who calls, and what the client can do and has answered
 * @param writeFailure where a face says that it could not write what the call emitted
 * @param resumeAfter the position of the item behind which to go on; absent to begin at
 * the beginning. Only for tools whose items are {@link CallToolEvent.Positioned}
 */
public record ToolCall(ToolSpecification specification, ObjectNode arguments, CallContext context,
		WriteFailure writeFailure, @Nullable String resumeAfter) {

	/**
	 * A call that begins at the beginning, whose items can be written as far as is known.
	 */
	public ToolCall(ToolSpecification specification, ObjectNode arguments, CallContext context) {
		this(specification, arguments, context, null);
	}

	/** A call whose items can be written, as far as is known. */
	public ToolCall(ToolSpecification specification, ObjectNode arguments, CallContext context,
			@Nullable String resumeAfter) {
		this(specification, arguments, context, new WriteFailure(), resumeAfter);
	}

	/** The tool as lists show it. */
	public Tool tool() {
		return this.specification.tool();
	}

	/** Who calls. */
	public Caller caller() {
		return this.context.caller();
	}

}
