package dev.mcpgateway.wire;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads members of parameters, and says which is wrong.
 */
final class Params {

	static final String TASKS = "io.modelcontextprotocol/tasks";

	private Params() {
	}

	static JsonRpcException invalid(String detail) {
		return new JsonRpcException(JsonRpcError.INVALID_PARAMS, detail);
	}

	/**
	 * A member that is there: many clients send null for what they leave out.
	 */
	static @Nullable JsonNode member(JsonNode object, String name) {
		JsonNode value = object.get(name);
		return (value == null || value.isNull()) ? null : value;
	}

	static String requiredString(JsonNode params, String name) {
		String value = optionalString(params, name);
		if (value == null) {
			throw invalid("The parameter '%s' is required.".formatted(name));
		}
		return value;
	}

	static @Nullable String optionalString(JsonNode params, String name) {
		JsonNode value = member(params, name);
		if (value == null) {
			return null;
		}
		if (!value.isString()) {
			throw invalid("The parameter '%s' must be a string.".formatted(name));
		}
		return value.stringValue();
	}

	static ObjectNode requiredObject(JsonNode params, String name) {
		if (member(params, name) == null) {
			throw invalid("The parameter '%s' is required.".formatted(name));
		}
		return optionalObject(params, name);
	}

	static ObjectNode optionalObject(JsonNode params, String name) {
		JsonNode value = member(params, name);
		if (value == null) {
			return JsonNodeFactory.instance.objectNode();
		}
		if (!(value instanceof ObjectNode object)) {
			throw invalid("The parameter '%s' must be an object%s.".formatted(name,
					value.isString() ? ", not a string of JSON; send it without quotes" : ""));
		}
		return object;
	}

	/** An object all of whose values are strings; those that are null are left out. */
	static Map<String, String> strings(JsonNode params, String name) {
		Map<String, String> strings = new LinkedHashMap<>();
		optionalObject(params, name).forEachEntry((key, value) -> {
			if (value.isNull()) {
				return;
			}
			if (!value.isString()) {
				throw invalid("The values of '%s' must be strings.".formatted(name));
			}
			strings.put(key, value.stringValue());
		});
		return strings;
	}

	static Map<String, JsonNode> members(ObjectNode object) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		object.forEachEntry(members::put);
		return members;
	}

	static boolean flag(JsonNode object, String name) {
		JsonNode value = member(object, name);
		if (value == null) {
			return false;
		}
		if (!value.isBoolean()) {
			throw invalid("The member '%s' must be true or false.".formatted(name));
		}
		return value.booleanValue();
	}

	static Set<String> stringSet(JsonNode object, String name) {
		Set<String> strings = new LinkedHashSet<>();
		JsonNode array = member(object, name);
		if (array == null) {
			return strings;
		}
		if (!array.isArray()) {
			throw invalid("The member '%s' must be an array of strings.".formatted(name));
		}
		for (JsonNode each : array) {
			if (!each.isString()) {
				throw invalid("The member '%s' must be an array of strings.".formatted(name));
			}
			strings.add(each.stringValue());
		}
		return strings;
	}

	static LogLevel logLevel(JsonNode value) {
		return LogLevel.of(value.isString() ? value.stringValue() : "")
			.orElseThrow(() -> invalid(
					"The log level is one of debug, info, notice, warning, error, critical, alert, " + "emergency."));
	}

	static @Nullable JsonNode progressToken(ObjectNode meta) {
		JsonNode token = member(meta, "progressToken");
		if (token != null && !token.isString() && !token.canConvertToExactIntegral()) {
			throw invalid("The progressToken must be a string or an integer.");
		}
		return token;
	}

	/** What a client says it can do; members that are unknown here are none of ours. */
	static Set<ClientCapability> capabilities(ObjectNode declared) {
		Set<ClientCapability> capabilities = new LinkedHashSet<>();
		JsonNode elicitation = declared.get("elicitation");
		if (elicitation != null && elicitation.isObject()) {
			boolean url = elicitation.hasNonNull("url");
			// An empty object means forms (elicitation, Capabilities).
			if (elicitation.hasNonNull("form") || !url) {
				capabilities.add(ClientCapability.ELICITATION);
			}
			if (url) {
				capabilities.add(ClientCapability.URL_ELICITATION);
			}
		}
		if (declared.path("sampling").isObject()) {
			capabilities.add(ClientCapability.SAMPLING);
			if (declared.path("sampling").path("tools").isObject()) {
				capabilities.add(ClientCapability.SAMPLING_TOOLS);
			}
		}
		if (declared.path("roots").isObject()) {
			capabilities.add(ClientCapability.ROOTS);
		}
		if (declared.path("extensions").path(TASKS).isObject()) {
			capabilities.add(ClientCapability.TASKS);
		}
		return capabilities;
	}

}
