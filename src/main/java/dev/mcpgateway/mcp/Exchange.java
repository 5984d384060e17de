package dev.mcpgateway.mcp;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.WireCodec;

/**
 * One request on its way.
 *
 * @param id under which it is answered
 * @param call what is asked
 * @param link how its client is reached
 */
record Exchange(RequestId id, ClientCall call, ClientLink link) {

	WireCodec codec() {
		return this.link.codec();
	}

	ServerMessage result(byte[] result) {
		return ServerMessage.result(JsonRpcWriter.result(this.id, result));
	}

	ServerMessage error(JsonRpcError error) {
		return ServerMessage.error(JsonRpcWriter.error(this.id, error), error.code());
	}

	ServerMessage failure(Throwable failure) {
		return error(ErrorTranslator.error(failure, this.call.meta().traceparent()));
	}

}
