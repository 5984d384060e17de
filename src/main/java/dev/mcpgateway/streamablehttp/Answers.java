package dev.mcpgateway.streamablehttp;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.ErrorTranslator;
import dev.mcpgateway.web.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Answers that say what is wrong with a request.
 */
final class Answers {

	private Answers() {
	}

	/** An error before anything was done. */
	static HttpAnswer refusal(int status, @Nullable RequestId id, JsonRpcError error) {
		return HttpAnswer.json(status, JsonRpcWriter.error(id, error));
	}

	/** An error of a request that is no message to be taken here. */
	static HttpAnswer refusal(int status, String message) {
		return refusal(status, null, JsonRpcError.of(JsonRpcError.INVALID_REQUEST, message));
	}

	/** What went wrong before a method was called. */
	static HttpAnswer refusal(Problem problem) {
		if (problem.traceId() == null) {
			return refusal(problem.status(), problem.detail());
		}
		return refusal(problem.status(), null, new JsonRpcError(JsonRpcError.INTERNAL_ERROR, problem.detail(),
				JsonNodeFactory.instance.objectNode().put("traceId", problem.traceId())));
	}

	/** More than may run at once; nothing was done. */
	static HttpAnswer overloaded(@Nullable RequestId id, OverloadedException refused) {
		return refusal(429, id, ErrorTranslator.error(refused, null)).with("Retry-After",
				String.valueOf(refused.retryAfter().toSeconds()));
	}

	static HttpAnswer methodNotAllowed(String allowed) {
		return refusal(405, "The method is not allowed here; allowed: " + allowed + ".").with("Allow", allowed);
	}

}
