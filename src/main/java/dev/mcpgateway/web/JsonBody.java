package dev.mcpgateway.web;

import java.util.Optional;

import tools.jackson.core.JacksonException;
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

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	/** A mark at the beginning is no part of the object. */
	public JsonBody {
		text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	/**
	 * A member as it was written: the forms of its numbers, the order of its members and
	 * its white space are what the sender chose.
	 * @return its text, or nothing when there is no such member
	 * @throws RequestException when the body came in an encoding other than UTF-8, which
	 * Jackson reads without a word
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
		catch (JacksonException ex) {
			throw RequestException.malformed("The body must be UTF-8.");
		}
	}

}
