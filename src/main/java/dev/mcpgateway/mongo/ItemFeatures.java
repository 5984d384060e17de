package dev.mcpgateway.mongo;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.UriTemplate;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools and a resource on items: documents of MongoDB that are known by an ObjectId.
 */
class ItemFeatures {

	private static final String COLLECTION = "The collection, for example 'books': 1 to 120 of A-Z a-z 0-9 _ - "
			+ "with single dots between, not beginning with 'system.'.";

	private static final String ITEM_ID = "The item's id: 24 hexadecimal digits.";

	private static final String ID_FORM = "[0-9a-fA-F]{24}";

	private static final String MORE_TYPES = " Types that JSON lacks are written as MongoDB Extended JSON, "
			+ "for example {\"$date\": \"2026-01-31T12:00:00Z\"}.";

	static final String URI = "items://{collection}/{item_id}";

	private static final UriTemplate TEMPLATE = UriTemplate.parse(URI);

	private final Items items;

	private final ResourceUpdates updates;

	ItemFeatures(Items items, ResourceUpdates updates) {
		this.items = items;
		this.updates = updates;
	}

	@McpTool(name = "create_item", title = "Create item",
			description = "Stores a new item in a MongoDB collection and answers with its id. "
					+ "A collection that does not exist is made.")
	Mono<Created> createItem(
			@McpParam(description = COLLECTION) @Size(max = CollectionName.MAX_LENGTH) @Pattern(
					regexp = CollectionName.FORM) String collection,
			@McpParam(description = "The item's fields, without _id." + MORE_TYPES) ObjectNode data) {
		CollectionName name = new CollectionName(collection);
		return this.items.create(name, ItemArguments.newItem(data))
			.map((id) -> new Created(id.toHexString()))
			.doOnNext((created) -> told(name, created.id()));
	}

	@McpTool(name = "find_items", title = "Find items",
			description = "Streams the items of a MongoDB collection that match a filter, one at a time.",
			readOnly = true)
	Flux<Item> findItems(
			@McpParam(description = COLLECTION) @Size(max = CollectionName.MAX_LENGTH) @Pattern(
					regexp = CollectionName.FORM) String collection,
			@McpParam(description = "A MongoDB query, for example {\"price\": {\"$lt\": 20}}; all items when left out. "
					+ "An _id is compared as it is shown: {\"_id\": \"…\"}." + MORE_TYPES) @Nullable ObjectNode filter,
			@McpParam(description = "The order: fields with 1 for ascending or -1 for descending, "
					+ "for example {\"price\": -1}.") @Nullable ObjectNode sort,
			@McpParam(description = "How many items at most: 1 to 10000.",
					defaultValue = "100") @Min(1) @Max(10_000) int limit) {
		BsonDocument query = ItemArguments.filter(filter);
		return this.items.find(new CollectionName(collection), query, ItemArguments.sort(sort), limit);
	}

	@McpTool(name = "update_item", title = "Update item",
			description = "Sets fields of an item in a MongoDB collection; its other fields stay.", destructive = true,
			idempotent = true)
	Mono<Updated> updateItem(
			@McpParam(description = COLLECTION) @Size(max = CollectionName.MAX_LENGTH) @Pattern(
					regexp = CollectionName.FORM) String collection,
			@McpParam(name = "item_id", description = ITEM_ID) @Pattern(regexp = ID_FORM) String itemId,
			@McpParam(description = "The fields to set, at least one. A dot in a name reaches into an object: "
					+ "{\"address.city\": \"Ulm\"}." + MORE_TYPES) ObjectNode data) {
		ObjectId id = ItemArguments.id(itemId);
		CollectionName name = new CollectionName(collection);
		return this.items.update(name, id, ItemArguments.changes(data))
			.map((found) -> new Updated(existing(found, name, id), true))
			.doOnNext((updated) -> told(name, updated.id()));
	}

	@McpTool(name = "delete_item", title = "Delete item", description = "Deletes an item of a MongoDB collection.",
			destructive = true)
	Mono<Deleted> deleteItem(
			@McpParam(description = COLLECTION) @Size(max = CollectionName.MAX_LENGTH) @Pattern(
					regexp = CollectionName.FORM) String collection,
			@McpParam(name = "item_id", description = ITEM_ID) @Pattern(regexp = ID_FORM) String itemId) {
		ObjectId id = ItemArguments.id(itemId);
		CollectionName name = new CollectionName(collection);
		return this.items.delete(name, id)
			.map((found) -> new Deleted(existing(found, name, id), true))
			.doOnNext((deleted) -> told(name, deleted.id()));
	}

	@McpResource(uri = URI, name = "item", title = "Item",
			description = "One item of a MongoDB collection, as relaxed MongoDB Extended JSON with _id as a string.")
	Mono<Item> item(String collection, @McpParam(name = "item_id") String itemId) {
		ObjectId id = ItemArguments.id(itemId);
		// A resource has one URI, of which subscribers are told.
		return id.toHexString().equals(itemId) ? this.items.get(new CollectionName(collection), id) : Mono.empty();
	}

	private void told(CollectionName collection, String id) {
		this.updates.updated(TEMPLATE.expand((variable) -> variable.equals("item_id") ? id : collection.value()));
	}

	private static String existing(boolean found, CollectionName collection, ObjectId id) {
		if (!found) {
			throw new NotFoundException("Collection %s has no item %s.".formatted(collection, id.toHexString()));
		}
		return id.toHexString();
	}

	record Created(String id) {
	}

	record Updated(String id, boolean updated) {
	}

	record Deleted(String id, boolean deleted) {
	}

}
