package dev.mcpgateway.streamablehttp;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import org.jspecify.annotations.Nullable;

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

	/** A bug, of which the log knows more. */
	static HttpAnswer failure() {
		return refusal(500, null, JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, "The gateway failed."));
	}

	static HttpAnswer methodNotAllowed(String allowed) {
		return refusal(405, "The method is not allowed here; allowed: " + allowed + ".").with("Allow", allowed);
	}

}
