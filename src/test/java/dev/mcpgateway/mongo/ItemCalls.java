package dev.mcpgateway.mongo;

import java.util.Map;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;

/**
 * What tests do with items. Bodies are written as JSON text, so that tests show what is
 * sent.
 */
final class ItemCalls {

	private ItemCalls() {
	}

	/** Stores an item and gives its id. */
	static String create(GatewayClient gateway, String collection, String data) {
		return gateway.value("create_item", "{\"collection\": \"%s\", \"data\": %s}".formatted(collection, data))
			.get("id")
			.stringValue();
	}

	/** Reads an item by the template. */
	static Answer read(GatewayClient gateway, String collection, String id) {
		return gateway.read("items://{collection}/{item_id}", Map.of("collection", collection, "item_id", id));
	}

}
