package dev.mcpgateway.rest;

import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
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

	private static final JsonFactory JSON = new JsonFactory();

	static ToolRequest of(ObjectNode body) {
		RequestMembers.refuseUnknown(body, Set.of(TOOL_NAME, ARGUMENTS));
		return new ToolRequest(RequestMembers.requiredString(body, TOOL_NAME),
				RequestMembers.optionalObject(body, ARGUMENTS));
	}

	/**
	 * Looks for the tool's name at the beginning of a body that has not come whole.
	 * @return the name, or nothing when it does not stand before the arguments
	 */
	static Optional<String> peekToolName(InputStream beginning) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), beginning)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return Optional.empty();
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = TOOL_NAME.equals(parser.currentName());
				if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
					return Optional.of(parser.getString());
				}
				parser.skipChildren();
			}
			return Optional.empty();
		}
		catch (JacksonException ex) {
			// The beginning ends in the middle of something, before the name.
			return Optional.empty();
		}
	}

}
