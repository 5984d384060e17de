package dev.mcpgateway.mongo;

import java.util.Map;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What callers say about items, made safe for the server: whatever comes out of here has
 * been checked, and nothing else is sent.
 */
final class ItemArguments {

	static final int MAX_SORT_FIELDS = 32;

	private static final ExtendedJsonReader FILTER_READER = new ExtendedJsonReader(new FilterRule());

	private static final ExtendedJsonReader DATA_READER = new ExtendedJsonReader(ItemArguments::checkDataName);

	private ItemArguments() {
	}

	/** The id of an item. */
	static ObjectId id(String text) {
		if (!ObjectId.isValid(text)) {
			throw new InvalidArgumentsException("/item_id", "not an ObjectId: 24 hexadecimal digits");
		}
		return new ObjectId(text);
	}

	/**
	 * Which items are wanted; all when nothing is said. An {@code _id} may be given as
	 * the text that items are shown with.
	 */
	static BsonDocument filter(@Nullable ObjectNode filter) {
		return (filter == null) ? new BsonDocument()
				: IdConditions.matchingText(FILTER_READER.read(filter, JsonLocation.ofArgument("filter")));
	}

	/** In which order items are wanted; the server's own when nothing is said. */
	static BsonDocument sort(@Nullable ObjectNode sort) {
		BsonDocument order = new BsonDocument();
		if (sort == null) {
			return order;
		}
		JsonLocation at = JsonLocation.ofArgument("sort");
		if (sort.size() > MAX_SORT_FIELDS) {
			throw at.failure("has more than %d fields".formatted(MAX_SORT_FIELDS));
		}
		for (Map.Entry<String, JsonNode> each : sort.properties()) {
			JsonLocation here = at.member(each.getKey());
			checkPath(each.getKey(), here);
			order.put(each.getKey(), new BsonInt32(direction(each.getValue(), here)));
		}
		return order;
	}

	private static int direction(JsonNode value, JsonLocation at) {
		if (value.canConvertToExactIntegral() && value.canConvertToInt() && Math.abs(value.intValue()) == 1) {
			return value.intValue();
		}
		throw at.failure("must be 1 for ascending or -1 for descending");
	}

	/** A new item, without an id. */
	static BsonDocument newItem(ObjectNode data) {
		JsonLocation at = JsonLocation.ofArgument("data");
		if (data.has("_id")) {
			throw at.member("_id").failure("the id of a new item is not given but made; leave _id out");
		}
		return DATA_READER.read(data, at);
	}

	/** The fields of an item that change; a dot in a name reaches into an object. */
	static BsonDocument changes(ObjectNode data) {
		JsonLocation at = JsonLocation.ofArgument("data");
		if (data.isEmpty()) {
			throw at.failure("names no field to change");
		}
		data.forEachEntry((name, value) -> {
			JsonLocation here = at.member(name);
			if (checkPath(name, here).equals("_id")) {
				throw here.failure("the id of an item cannot change; leave _id out");
			}
		});
		return DATA_READER.read(data, at);
	}

	private static void checkDataName(String name, BsonValue value, JsonLocation at) {
		if (name.startsWith("$")) {
			throw at.failure("a field's name cannot begin with $, and %s is no extended JSON type that may be stored"
				.formatted(name));
		}
	}

	/**
	 * Checks the path of a field, of which no part may be empty or an operator.
	 * @return its first part
	 */
	private static String checkPath(String path, JsonLocation at) {
		String[] parts = path.split("\\.", -1);
		for (String part : parts) {
			if (part.isEmpty() || part.startsWith("$") || part.indexOf('\0') >= 0) {
				throw at.failure("not the path of a field: names with single dots between, none beginning with $");
			}
		}
		return parts[0];
	}

}
