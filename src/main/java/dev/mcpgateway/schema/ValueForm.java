package dev.mcpgateway.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a schema says about two things that senders write in more than one way: a member
 * that is not there, which many send as {@code null}, and an integer, which many send as
 * {@code 1.0} or {@code 1e2}. Where the schema says nothing, a value stays as it came.
 */
final class ValueForm {

	/** The most digits that a {@code long} has. */
	private static final int LONG_DIGITS = 19;

	private final Map<String, ValueForm> members = new HashMap<>();

	/** Of members that are not named; absent when nothing is said of them. */
	private @Nullable ValueForm otherMembers;

	private @Nullable ValueForm elements;

	private boolean nullable = true;

	private boolean integer;

	private ValueForm() {
	}

	/** Reads the form out of a valid schema. */
	static ValueForm of(ObjectNode schema) {
		return new Reader(schema).form(schema);
	}

	/**
	 * The value without members that cannot be null and are, and with integers as such.
	 * @return the value itself when there is nothing to change; else a copy
	 */
	JsonNode normalized(JsonNode value) {
		if (value instanceof ObjectNode object) {
			return normalized(object);
		}
		if (value instanceof ArrayNode array) {
			return normalized(array);
		}
		return this.integer ? integer(value) : value;
	}

	@SuppressWarnings("ReferenceEquality") // the same node was not changed
	private ObjectNode normalized(ObjectNode object) {
		if (this.members.isEmpty() && this.otherMembers == null) {
			return object;
		}
		ObjectNode changed = null;
		for (Map.Entry<String, JsonNode> each : object.properties()) {
			ValueForm form = this.members.getOrDefault(each.getKey(), this.otherMembers);
			if (form == null) {
				continue;
			}
			JsonNode value = each.getValue();
			boolean absent = value.isNull() && !form.nullable;
			JsonNode wanted = absent ? value : form.normalized(value);
			if (absent || wanted != value) {
				// Only the members change, not what they hold.
				changed = (changed != null) ? changed : JsonNodeFactory.instance.objectNode().setAll(object);
				if (absent) {
					changed.remove(each.getKey());
				}
				else {
					changed.set(each.getKey(), wanted);
				}
			}
		}
		return (changed != null) ? changed : object;
	}

	@SuppressWarnings("ReferenceEquality") // the same node was not changed
	private ArrayNode normalized(ArrayNode array) {
		if (this.elements == null) {
			return array;
		}
		ArrayNode changed = null;
		for (int i = 0; i < array.size(); i++) {
			JsonNode value = array.get(i);
			JsonNode wanted = this.elements.normalized(value);
			if (wanted != value) {
				changed = (changed != null) ? changed : JsonNodeFactory.instance.arrayNode().addAll(array);
				changed.set(i, wanted);
			}
		}
		return (changed != null) ? changed : array;
	}

	/**
	 * Larger ones stay: a number such as {@code 1e1000} is short until it is written out.
	 */
	private static JsonNode integer(JsonNode value) {
		if (!value.isFloatingPointNumber() || !value.canConvertToExactIntegral()) {
			return value;
		}
		BigDecimal decimal = value.decimalValue();
		if ((long) decimal.precision() - decimal.scale() > LONG_DIGITS) {
			return value;
		}
		return whole(decimal.toBigIntegerExact());
	}

	private static JsonNode whole(BigInteger number) {
		JsonNodeFactory factory = JsonNodeFactory.instance;
		if (number.bitLength() < Integer.SIZE) {
			return factory.numberNode(number.intValue());
		}
		return (number.bitLength() < Long.SIZE) ? factory.numberNode(number.longValue()) : factory.numberNode(number);
	}

	/**
	 * Reads one schema. What stands in several branches of it is taken together.
	 */
	private static final class Reader {

		private final JsonNode root;

		/** By the schema's own node, so that a schema that holds itself ends. */
		private final IdentityHashMap<JsonNode, ValueForm> known = new IdentityHashMap<>();

		Reader(JsonNode root) {
			this.root = root;
		}

		ValueForm form(JsonNode schema) {
			ValueForm before = this.known.get(schema);
			if (before != null) {
				return before;
			}
			ValueForm form = new ValueForm();
			this.known.put(schema, form);
			form.nullable = mayBeNull(schema, 0);
			form.integer = isInteger(schema, 0);
			for (JsonNode each : branches(schema)) {
				each.path("properties").forEachEntry((name, property) -> add(form, name, property));
				JsonNode others = each.path("additionalProperties");
				if (others.isObject()) {
					form.otherMembers = form(others);
				}
				JsonNode items = each.path("items");
				if (items.isObject() && !each.has("prefixItems")) {
					form.elements = form(items);
				}
			}
			return form;
		}

		/** A member that two branches name may be whatever one of them lets it be. */
		private void add(ValueForm form, String name, JsonNode property) {
			ValueForm added = form(property);
			ValueForm before = form.members.put(name, added);
			if (before != null) {
				ValueForm both = new ValueForm();
				both.nullable = before.nullable || added.nullable;
				both.integer = before.integer && added.integer;
				form.members.put(name, both);
			}
		}

		/** The schema, and all that it refers to or is made of, each once. */
		private List<JsonNode> branches(JsonNode schema) {
			Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
			seen.add(schema);
			List<JsonNode> branches = new ArrayList<>(List.of(schema));
			for (int i = 0; i < branches.size(); i++) {
				JsonNode branch = branches.get(i);
				List<JsonNode> further = new ArrayList<>();
				for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
					branch.path(keyword).forEach(further::add);
				}
				further.add(referred(branch));
				further.stream().filter((each) -> each.isObject() && seen.add(each)).forEach(branches::add);
			}
			return branches;
		}

		private JsonNode referred(JsonNode schema) {
			String reference = schema.path("$ref").asString("");
			return (reference.equals("#") || reference.startsWith("#/")) ? this.root.at(reference.substring(1))
					: schema.path("$ref");
		}

		private boolean mayBeNull(JsonNode schema, int depth) {
			if (!schema.isObject() || depth > 16) {
				return !schema.isBoolean() || schema.booleanValue();
			}
			JsonNode type = schema.path("type");
			if (!type.isMissingNode() && !names(type, "null")) {
				return false;
			}
			if (schema.has("const") && !schema.get("const").isNull()) {
				return false;
			}
			if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(JsonNode::isNull)) {
				return false;
			}
			JsonNode referred = referred(schema);
			return (!referred.isObject() || mayBeNull(referred, depth + 1))
					&& schema.path("allOf").valueStream().allMatch((each) -> mayBeNull(each, depth + 1))
					&& any(schema.path("anyOf"), depth) && any(schema.path("oneOf"), depth);
		}

		private boolean any(JsonNode choices, int depth) {
			return choices.isEmpty() || choices.valueStream().anyMatch((each) -> mayBeNull(each, depth + 1));
		}

		private boolean isInteger(JsonNode schema, int depth) {
			if (depth > 16) {
				return false;
			}
			JsonNode type = schema.path("type");
			if (!type.isMissingNode()) {
				return names(type, "integer") && !names(type, "number");
			}
			JsonNode referred = referred(schema);
			return (referred.isObject() && isInteger(referred, depth + 1))
					|| schema.path("allOf").valueStream().anyMatch((each) -> isInteger(each, depth + 1))
					|| choosesInteger(schema.path("anyOf"), depth) || choosesInteger(schema.path("oneOf"), depth);
		}

		/** An integer or something that is no number, most often null. */
		private boolean choosesInteger(JsonNode choices, int depth) {
			return choices.valueStream().anyMatch((each) -> isInteger(each, depth + 1)) && choices.valueStream()
				.allMatch((each) -> isInteger(each, depth + 1)
						|| (each.path("type").isString() && !names(each.path("type"), "number")));
		}

		private static boolean names(JsonNode type, String name) {
			return type.isArray() ? type.valueStream().anyMatch((each) -> each.asString("").equals(name))
					: type.asString("").equals(name);
		}

	}

}
