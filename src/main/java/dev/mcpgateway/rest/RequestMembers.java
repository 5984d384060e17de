package dev.mcpgateway.rest;

import java.util.Set;
import java.util.TreeSet;

import dev.mcpgateway.schema.SchemaViolation;
import dev.mcpgateway.web.RequestException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the members of a request's body, and says which is wrong.
 */
final class RequestMembers {

	private RequestMembers() {
	}

	/** A misspelt member must not look like a missing one. */
	static void refuseUnknown(ObjectNode body, Set<String> known) {
		for (String name : body.propertyNames()) {
			if (!known.contains(name)) {
				throw RequestException.malformed(SchemaViolation.pointer("", name),
						"Unknown member '%s'; this request has %s.".formatted(name, new TreeSet<>(known)));
			}
		}
	}

	static String requiredString(ObjectNode body, String name) {
		JsonNode value = body.get(name);
		if (value == null || !value.isString() || value.stringValue().isEmpty()) {
			throw RequestException.malformed(SchemaViolation.pointer("", name),
					"The request needs a member '%s', a string.".formatted(name));
		}
		return value.stringValue();
	}

	static ObjectNode optionalObject(ObjectNode body, String name) {
		JsonNode value = body.get(name);
		if (value == null || value.isNull()) {
			return JsonNodeFactory.instance.objectNode();
		}
		if (value instanceof ObjectNode object) {
			return object;
		}
		throw RequestException.malformed(SchemaViolation.pointer("", name), "The member '%s' must be an object%s."
			.formatted(name, value.isString() ? ", not a string of JSON; send it without quotes" : ""));
	}

}
