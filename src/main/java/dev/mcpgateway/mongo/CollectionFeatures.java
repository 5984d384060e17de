package dev.mcpgateway.mongo;

import dev.mcpgateway.annotation.McpTool;
import reactor.core.publisher.Flux;

/**
 * A tool on collections of MongoDB.
 */
class CollectionFeatures {

	private final Items items;

	CollectionFeatures(Items items) {
		this.items = items;
	}

	@McpTool(name = "list_collections", title = "List collections",
			description = "Streams the names of the MongoDB collections, without the server's own.", readOnly = true)
	Flux<Collection> listCollections() {
		return this.items.collections().map((name) -> new Collection(name.value()));
	}

	record Collection(String name) {
	}

}
