package dev.mcpgateway.wire;

import java.util.Map;
import java.util.Set;

import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request says beside its method and parameters.
 *
 * @param progressToken under which the client wants to hear of progress
 * @param logLevel from which level on the client wants log messages of this request
 * @param client what the client can do; empty where the session knows it
 * @param inputResponses the client's answers to what an earlier try asked, by key
 * @param requestState what the earlier try gave the client to keep
 * @param traceparent the trace that the request belongs to (W3C Trace Context)
 */
public record RequestMeta(@Nullable JsonNode progressToken, @Nullable LogLevel logLevel, Set<ClientCapability> client,
		Map<String, JsonNode> inputResponses, @Nullable String requestState, @Nullable String traceparent) {

	public RequestMeta {
		client = Set.copyOf(client);
	}

}
