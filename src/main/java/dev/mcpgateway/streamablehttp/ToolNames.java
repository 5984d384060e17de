package dev.mcpgateway.streamablehttp;

import java.io.InputStream;
import java.util.Optional;

import dev.mcpgateway.web.RequestHead;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds out which tool a body calls that is too large to be read at once. Only a hint: it
 * decides how much may be read, and everything is checked afterwards.
 */
final class ToolNames {

	private static final JsonFactory JSON = new JsonFactory();

	private ToolNames() {
	}

	static Optional<String> find(RequestHead head, InputStream beginning) {
		String header = head.header("Mcp-Name");
		return (header != null) ? HeaderValues.decode(header.strip()) : peek(beginning);
	}

	/** The member {@code params.name}, when it comes before what is large. */
	private static Optional<String> peek(InputStream beginning) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), beginning)) {
			if (!enter(parser, "params")) {
				return Optional.empty();
			}
			return enter(parser, "name") && parser.currentToken() == JsonToken.VALUE_STRING
					? Optional.of(parser.getString()) : Optional.empty();
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	/** Goes to the value of a member of the object that comes next. */
	private static boolean enter(JsonParser parser, String member) {
		if (parser.currentToken() == null) {
			parser.nextToken();
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			return false;
		}
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean found = member.equals(parser.currentName());
			parser.nextToken();
			if (found) {
				return true;
			}
			parser.skipChildren();
		}
		return false;
	}

}
