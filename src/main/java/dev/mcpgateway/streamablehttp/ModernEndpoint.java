package dev.mcpgateway.streamablehttp;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.wire.ClientCall;
import reactor.core.publisher.Mono;

/**
 * The modern era: each request stands for itself, and ends when its client leaves
 * (2026-07-28, Streamable HTTP).
 */
final class ModernEndpoint {

	private final McpServer server;

	private final ModernHeaders headers;

	private final ResponseMode modes;

	ModernEndpoint(McpServer server, ModernHeaders headers, ResponseMode modes) {
		this.server = server;
		this.headers = headers;
		this.modes = modes;
	}

	Mono<HttpAnswer> handle(RequestHead head, JsonRpcMessage message, Accepted accepted) {
		return switch (message) {
			case JsonRpcMessage.Request request -> request(head, request, accepted);
			case JsonRpcMessage.Notification notification -> Mono.just(notification(head));
			case JsonRpcMessage.Response response -> Mono
				.just(Answers.refusal(400, "A client sends no responses: answer by inputResponses in a new request."));
		};
	}

	/** None is defined; closing the stream is what cancels. */
	private HttpAnswer notification(RequestHead head) {
		try {
			this.headers.checkVersion(head);
			return HttpAnswer.empty(202);
		}
		catch (JsonRpcException ex) {
			return Answers.refusal(400, null, ex.error());
		}
	}

	private Mono<HttpAnswer> request(RequestHead head, JsonRpcMessage.Request request, Accepted accepted) {
		ClientCall call;
		try {
			this.headers.checkEnvelope(head, request);
			call = this.server.decode(request);
			this.headers.checkRequest(head, call.request());
		}
		catch (JsonRpcException ex) {
			int status = (ex.error().code() == JsonRpcError.METHOD_NOT_FOUND) ? 404 : 400;
			return Mono.just(Answers.refusal(status, request.id(), ex.error()));
		}
		return Mono.just(this.modes.bound(request.id(), this.server.handle(request.id(), call, Caller.ANONYMOUS),
				accepted, ModernEndpoint::status));
	}

	/**
	 * The codes for which a status is specified; other errors are answers like others.
	 */
	private static int status(ServerMessage response) {
		return (response.errorCode() == JsonRpcError.MISSING_CLIENT_CAPABILITY) ? 400 : 200;
	}

}
