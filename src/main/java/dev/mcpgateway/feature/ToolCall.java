package dev.mcpgateway.feature;

import dev.mcpgateway.model.Tool;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a tool. The arguments have been checked against the tool's input schema.
 *
 * @param specification what is called
 * @param arguments its arguments; read-only by convention
 * @param context who calls, and what the client can do and has answered
 */
public record ToolCall(ToolSpecification specification, ObjectNode arguments, CallContext context) {

	/** The tool as lists show it. */
	public Tool tool() {
		return this.specification.tool();
	}

	/** Who calls. */
	public Caller caller() {
		return this.context.caller();
	}

}
