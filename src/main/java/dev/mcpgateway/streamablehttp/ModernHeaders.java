package dev.mcpgateway.streamablehttp;

import java.util.Optional;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.ModernCodec;
import org.jspecify.annotations.Nullable;

/**
 * Holds headers against the body: whoever routes by the one must not be fooled by the
 * other (2026-07-28, Server Validation).
 */
final class ModernHeaders {

	private final ParameterHeaders parameters;

	ModernHeaders(ParameterHeaders parameters) {
		this.parameters = parameters;
	}

	/**
	 * Checks what can be checked before the method is known.
	 * @throws JsonRpcException when something is missing or does not fit
	 */
	void checkEnvelope(RequestHead head, JsonRpcMessage.Request request) {
		if (!ModernCodec.namesVersion(request)) {
			// What the client speaks comes before what it left out.
			checkVersion(head);
			ModernCodec.requireMethod(request.method());
		}
		String requested = ModernCodec.requestedVersion(request);
		check(head, RequestClassifier.VERSION_HEADER, requested);
		ModernCodec.requireSupported(requested);
		check(head, "Mcp-Method", request.method());
	}

	/**
	 * Checks what a header alone says of the revision.
	 * @throws JsonRpcException when no such revision is spoken here
	 */
	void checkVersion(RequestHead head) {
		String version = head.header(RequestClassifier.VERSION_HEADER);
		if (version != null) {
			ModernCodec.requireSupported(version.strip());
		}
	}

	/**
	 * Checks what the method adds.
	 * @throws JsonRpcException when something is missing or does not fit
	 */
	void checkRequest(RequestHead head, ClientRequest request) {
		String name = name(request);
		if (name != null) {
			checkEncoded(head, "Mcp-Name", name);
		}
		if (request instanceof ClientRequest.CallTool(var tool, var arguments)) {
			this.parameters.mismatch(tool, arguments, head).ifPresent((mismatch) -> {
				throw mismatch(mismatch);
			});
		}
	}

	private static @Nullable String name(ClientRequest request) {
		return switch (request) {
			case ClientRequest.CallTool call -> call.name();
			case ClientRequest.GetPrompt get -> get.name();
			case ClientRequest.ReadResource read -> read.uri();
			case ClientRequest.GetTask get -> get.taskId();
			case ClientRequest.UpdateTask update -> update.taskId();
			case ClientRequest.CancelTask cancel -> cancel.taskId();
			case ClientRequest.ListFeatures list -> null;
			case ClientRequest.CompletePrompt complete -> null;
			case ClientRequest.CompleteResource complete -> null;
			case ClientRequest.Discover discover -> null;
			case ClientRequest.Listen listen -> null;
			case ClientRequest.SessionRequest session -> null;
		};
	}

	private static void check(RequestHead head, String header, String expected) {
		String value = head.header(header);
		if (value == null) {
			throw mismatch("%s is missing".formatted(header));
		}
		if (!value.strip().equals(expected)) {
			throw mismatch(
					"%s is '%s', the body says '%s'".formatted(header, abbreviated(value), abbreviated(expected)));
		}
	}

	private static void checkEncoded(RequestHead head, String header, String expected) {
		String value = head.header(header);
		if (value == null) {
			throw mismatch("%s is missing".formatted(header));
		}
		Optional<String> decoded = HeaderValues.decode(value.strip());
		if (decoded.isEmpty() || !decoded.get().equals(expected)) {
			throw mismatch(
					"%s is '%s', the body says '%s'".formatted(header, abbreviated(value), abbreviated(expected)));
		}
	}

	private static JsonRpcException mismatch(String detail) {
		return new JsonRpcException(JsonRpcError.HEADER_MISMATCH, "Header mismatch: " + detail + ".");
	}

	private static String abbreviated(String text) {
		return (text.length() <= 100) ? text : text.substring(0, 100) + "…";
	}

}
