package dev.mcpgateway.web;

import java.util.Optional;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON object in the body of a request, and how it was written.
 *
 * @param object the object
 * @param text the same, as it came
 */
public record JsonBody(ObjectNode object, String text) {

	private static final JsonFactory JSON = new JsonFactory();

	/**
	 * A member as it was written: the forms of its numbers, the order of its members and
	 * its white space are what the sender chose.
	 * @return its text, or nothing when there is no such member
	 */
	public Optional<String> text(String member) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), this.text)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean found = member.equals(parser.currentName());
				parser.nextToken();
				int start = (int) parser.currentTokenLocation().getCharOffset();
				parser.skipChildren();
				if (found) {
					// Skipping alone leaves a string or a number unread.
					parser.finishToken();
					return Optional.of(this.text.substring(start, (int) parser.currentLocation().getCharOffset()));
				}
			}
			return Optional.empty();
		}
	}

}
