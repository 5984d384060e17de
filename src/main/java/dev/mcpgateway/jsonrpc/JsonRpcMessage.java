package dev.mcpgateway.jsonrpc;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message. Parameters and results are kept as they came, so that members that this
 * gateway does not know survive.
 */
public sealed interface JsonRpcMessage {

	/** Asks for a response. */
	record Request(RequestId id, String method, ObjectNode params) implements JsonRpcMessage {
	}

	/** Asks for nothing. */
	record Notification(String method, ObjectNode params) implements JsonRpcMessage {
	}

	/**
	 * Answers a request.
	 *
	 * @param id which request; absent in an error about a message that could not be read
	 * @param result what it gave; exactly one of {@code result} and {@code error} is
	 * there
	 * @param error why it gave nothing
	 */
	record Response(@Nullable RequestId id, @Nullable JsonNode result,
			@Nullable ObjectNode error) implements JsonRpcMessage {
	}

	/**
	 * Reads a message.
	 * @throws JsonRpcException {@link JsonRpcError#INVALID_REQUEST} when it is none, or
	 * {@link JsonRpcError#INVALID_PARAMS} when its parameters are no object
	 */
	static JsonRpcMessage of(JsonNode json) {
		if (!(json instanceof ObjectNode object)) {
			throw invalid("A message is a JSON object.");
		}
		JsonNode version = object.get("jsonrpc");
		if (version == null || !version.isString() || !"2.0".equals(version.stringValue())) {
			throw invalid("The member 'jsonrpc' must be \"2.0\".");
		}
		JsonNode method = member(object, "method");
		return (method != null) ? call(object, method) : response(object);
	}

	private static JsonRpcMessage call(ObjectNode object, JsonNode method) {
		if (!method.isString()) {
			throw invalid("The member 'method' must be a string.");
		}
		JsonNode id = object.get("id");
		Optional<RequestId> requestId = RequestId.of(id);
		if (id != null && requestId.isEmpty()) {
			throw invalid("The member 'id' must be a string or an integer.");
		}
		JsonNode params = member(object, "params");
		if (params != null && !params.isObject()) {
			throw new JsonRpcException(JsonRpcError.INVALID_PARAMS, "The member 'params' must be an object.");
		}
		ObjectNode named = (params != null) ? (ObjectNode) params : JsonNodeFactory.instance.objectNode();
		return requestId.<JsonRpcMessage>map((known) -> new Request(known, method.stringValue(), named))
			.orElseGet(() -> new Notification(method.stringValue(), named));
	}

	private static Response response(ObjectNode object) {
		JsonNode error = member(object, "error");
		JsonNode result = (error != null) ? member(object, "result") : object.get("result");
		if ((result == null) == (error == null)) {
			throw invalid("A message has a 'method', or exactly one of 'result' and 'error'.");
		}
		Optional<RequestId> id = RequestId.of(object.get("id"));
		if (result != null) {
			return new Response(id.orElseThrow(() -> invalid("A response needs the 'id' of its request.")), result,
					null);
		}
		if (!(error instanceof ObjectNode details) || !details.path("code").canConvertToExactIntegral()) {
			throw invalid("The member 'error' must be an object with an integer 'code'.");
		}
		return new Response(id.orElse(null), null, details);
	}

	/** A member that is there: many send null for what they leave out. */
	private static @Nullable JsonNode member(ObjectNode object, String name) {
		JsonNode value = object.get(name);
		return (value == null || value.isNull()) ? null : value;
	}

	/** The identifier of a message that is no valid one, if it can be told. */
	static Optional<RequestId> idOf(JsonNode json) {
		return RequestId.of(json.get("id"));
	}

	private static JsonRpcException invalid(String message) {
		return new JsonRpcException(JsonRpcError.INVALID_REQUEST, message);
	}

}
