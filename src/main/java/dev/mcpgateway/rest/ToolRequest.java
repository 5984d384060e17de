package dev.mcpgateway.rest;

import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a tool call.
 *
 * @param toolName which tool
 * @param arguments its arguments; empty when left out
 */
record ToolRequest(String toolName, ObjectNode arguments) {

	private static final String TOOL_NAME = "tool_name";

	private static final String ARGUMENTS = "arguments";

	static ToolRequest of(ObjectNode body) {
		RequestMembers.refuseUnknown(body, Set.of(TOOL_NAME, ARGUMENTS));
		return new ToolRequest(RequestMembers.requiredString(body, TOOL_NAME),
				RequestMembers.optionalObject(body, ARGUMENTS));
	}

}
