package dev.mcpgateway.wire;

import java.util.List;
import java.util.Map;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.ReadResourceResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one revision says things. Results are written as the bytes of the JSON object that
 * goes into the response's {@code result}.
 */
public interface WireCodec {

	/** The revision that this codec speaks. */
	Revision revision();

	/**
	 * Understands a request.
	 * @throws JsonRpcException with {@link JsonRpcError#METHOD_NOT_FOUND} or
	 * {@link JsonRpcError#INVALID_PARAMS}
	 */
	ClientCall decode(JsonRpcMessage.Request request);

	/** A result that says nothing but that the request is done. */
	byte[] emptyResult();

	/** What the gateway is and can do: the answer to the revision's first request. */
	byte[] identity();

	/** A page of tools. */
	byte[] tools(List<ListedTool> tools, @Nullable String nextCursor);

	/**
	 * A page of resources, templates or prompts.
	 * @param member the member of the result that holds the list
	 * @param features the records of the model
	 */
	byte[] features(String member, List<?> features, @Nullable String nextCursor);

	/**
	 * The result of a tool's call.
	 */
	byte[] callToolResult(CallToolResult result);

	/** The contents of a resource. */
	byte[] readResourceResult(ReadResourceResult result);

	/** A filled prompt. */
	byte[] getPromptResult(GetPromptResult result);

	/** Values of an argument. */
	byte[] completeResult(Completion completion);

	/** The method and parameters that ask the client something. */
	ClientQuestion question(InputRequest request);

	/**
	 * Says that the client has to answer first and try again; only where the revision has
	 * that.
	 * @param requests what it is asked
	 * @param requestState what it is to send back
	 */
	byte[] inputRequiredResult(Map<String, InputRequest> requests, String requestState);

	/** A task in place of a result, or how a task stands. */
	byte[] taskResult(ObjectNode task, boolean created);

	/** The error of a resource that is not there. */
	JsonRpcError resourceNotFound(String uri, String message);

	/**
	 * A question to the client.
	 */
	record ClientQuestion(String method, ObjectNode params) {
	}

}
