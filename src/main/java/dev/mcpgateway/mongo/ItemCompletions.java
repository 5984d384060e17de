package dev.mcpgateway.mongo;

import java.util.regex.Pattern;

import dev.mcpgateway.annotation.McpCompletion;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.model.Completion;
import org.bson.types.ObjectId;
import reactor.core.publisher.Flux;

/**
 * Finds collections, and the items in one of them, while their names are typed.
 */
class ItemCompletions {

	private static final int ID_LENGTH = 24;

	private static final Pattern BEGINNING_OF_ID = Pattern.compile("[0-9a-fA-F]{0,%d}".formatted(ID_LENGTH));

	private final Items items;

	ItemCompletions(Items items) {
		this.items = items;
	}

	@McpCompletion(resource = ItemFeatures.URI, argument = "collection")
	Flux<String> collections(String typed) {
		return this.items.collections().map(CollectionName::value).filter((name) -> name.startsWith(typed)).sort();
	}

	/** Knows no items until the collection is chosen. */
	@McpCompletion(resource = ItemFeatures.URI, argument = "item_id")
	Flux<String> ids(CompletionRequest request) {
		String collection = request.resolved().getOrDefault("collection", "");
		String typed = request.value();
		if (!CollectionName.isAllowed(collection) || !BEGINNING_OF_ID.matcher(typed).matches()) {
			return Flux.empty();
		}
		// An id is no text: those that begin so are a range of the index.
		int open = ID_LENGTH - typed.length();
		return this.items
			.ids(new CollectionName(collection), new ObjectId(typed + "0".repeat(open)),
					new ObjectId(typed + "f".repeat(open)), Completion.MAX_VALUES + 1)
			.map(ObjectId::toHexString);
	}

}
