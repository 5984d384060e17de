package dev.mcpgateway.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A property of an input schema whose value clients repeat in a header, marked by
 * {@code x-mcp-header} (2026-07-28, Custom Headers from Tool Parameters).
 *
 * @param header the header's whole name
 * @param path the names of the properties that lead to the value
 */
public record MirroredProperty(String header, List<String> path) {

	/** Marks a property. */
	public static final String KEYWORD = "x-mcp-header";

	private static final String PREFIX = "Mcp-Param-";

	/** RFC 9110, section 5.6.2. */
	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Set<String> PRIMITIVE = Set.of("string", "integer", "boolean");

	/** Keywords whose value is one schema, or several in an array. */
	private static final Set<String> SCHEMAS = Set.of("items", "prefixItems", "additionalItems", "contains",
			"additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema",
			"allOf", "anyOf", "oneOf", "not", "if", "then", "else");

	/** Keywords whose value holds schemas by name. */
	private static final Set<String> NAMED_SCHEMAS = Set.of("patternProperties", "dependentSchemas", "$defs",
			"definitions");

	public MirroredProperty {
		path = List.copyOf(path);
	}

	/**
	 * Finds the marked properties of a tool's input schema.
	 * @throws IllegalArgumentException when a mark breaks one of the specification's
	 * constraints, for which clients would leave the tool out
	 */
	public static List<MirroredProperty> of(ObjectNode inputSchema) {
		Map<String, MirroredProperty> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		reachable(inputSchema, List.of(), found);
		return List.copyOf(found.values());
	}

	private static void reachable(JsonNode schema, List<String> path, Map<String, MirroredProperty> found) {
		JsonNode mark = schema.get(KEYWORD);
		if (mark != null) {
			MirroredProperty property = new MirroredProperty(PREFIX + name(mark), path);
			if (!PRIMITIVE.contains(schema.path("type").asString(""))) {
				throw invalid("only strings, integers and booleans can be repeated in a header");
			}
			if (found.putIfAbsent(property.header(), property) != null) {
				throw invalid("two properties have the header " + property.header());
			}
		}
		schema.path("properties").forEachEntry((name, property) -> {
			List<String> steps = new ArrayList<>(path);
			steps.add(name);
			reachable(property, steps, found);
		});
		schema.forEachEntry(MirroredProperty::checkUnreachable);
	}

	private static String name(JsonNode mark) {
		if (!mark.isString() || !TOKEN.matcher(mark.stringValue()).matches()) {
			throw invalid("the name must be an HTTP token");
		}
		return mark.stringValue();
	}

	/** Where a value has no fixed place, no mark may stand. */
	private static void checkUnreachable(String keyword, JsonNode value) {
		if (SCHEMAS.contains(keyword)) {
			List<JsonNode> schemas = new ArrayList<>();
			(value.isArray() ? value : List.of(value)).forEach(schemas::add);
			schemas.forEach(MirroredProperty::checkUnmarked);
		}
		else if (NAMED_SCHEMAS.contains(keyword)) {
			value.forEach(MirroredProperty::checkUnmarked);
		}
	}

	private static void checkUnmarked(JsonNode schema) {
		if (schema.has(KEYWORD)) {
			throw invalid("it can stand only where 'properties' alone lead to");
		}
		schema.path("properties").forEach(MirroredProperty::checkUnmarked);
		schema.forEachEntry(MirroredProperty::checkUnreachable);
	}

	private static IllegalArgumentException invalid(String reason) {
		return new IllegalArgumentException(KEYWORD + ": " + reason);
	}

}
