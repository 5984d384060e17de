package dev.mcpgateway.streamablehttp;

import java.util.List;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.RequestId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which era a body belongs to.
 */
sealed interface Classified {

	/** One message of the modern era. */
	record Modern(JsonRpcMessage message) implements Classified {
	}

	/** One message of the older era. */
	record Legacy(JsonRpcMessage message) implements Classified {
	}

	/** Several at once, of which only the oldest revision knows. */
	record Batch(List<JsonNode> messages) implements Classified {

		public Batch {
			messages = List.copyOf(messages);
		}

	}

	/** No message. */
	record Rejected(@Nullable RequestId id, JsonRpcError error) implements Classified {
	}

}
