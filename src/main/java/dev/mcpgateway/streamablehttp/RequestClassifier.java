package dev.mcpgateway.streamablehttp;

import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.json.MalformedJsonException;
import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.wire.ModernCodec;
import dev.mcpgateway.wire.Revision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides once which era a request belongs to (2026-07-28, Backward Compatibility with
 * Initialization-Based Versions): modern when its body names a revision in {@code _meta},
 * or its header one that is none of the older; else the older. Never fails.
 */
final class RequestClassifier {

	static final String VERSION_HEADER = "MCP-Protocol-Version";

	private final StrictJsonReader json;

	RequestClassifier(StrictJsonReader json) {
		this.json = json;
	}

	Classified classify(RequestHead head, byte[] body) {
		JsonNode value;
		try {
			value = this.json.read(body);
		}
		catch (MalformedJsonException ex) {
			return new Classified.Rejected(null, JsonRpcError.of(JsonRpcError.PARSE_ERROR, ex.reason()));
		}
		boolean modern = namesRevision(value) || namesModern(head.header(VERSION_HEADER));
		if (value.isArray() && !modern) {
			return batch(value);
		}
		try {
			JsonRpcMessage message = JsonRpcMessage.of(value);
			return modern ? new Classified.Modern(message) : new Classified.Legacy(message);
		}
		catch (JsonRpcException ex) {
			return new Classified.Rejected(JsonRpcMessage.idOf(value).orElse(null), ex.error());
		}
	}

	private static Classified batch(JsonNode value) {
		if (value.isEmpty()) {
			return new Classified.Rejected(null, JsonRpcError.of(JsonRpcError.INVALID_REQUEST, "The batch is empty."));
		}
		List<JsonNode> messages = new ArrayList<>();
		value.forEach(messages::add);
		return new Classified.Batch(messages);
	}

	private static boolean namesRevision(JsonNode message) {
		return message.path("params").path("_meta").has(ModernCodec.PROTOCOL_VERSION);
	}

	private static boolean namesModern(@Nullable String version) {
		return version != null && Revision.of(version).map((known) -> known.era() == Revision.Era.MODERN).orElse(true);
	}

}
