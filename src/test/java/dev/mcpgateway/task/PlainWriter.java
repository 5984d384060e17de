package dev.mcpgateway.task;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.InputRequest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes plainly what a face writes by the protocol.
 */
final class PlainWriter implements TaskWriter {

	private static final JsonMapper JSON = new JsonMapper();

	@Override
	public String result(CallToolResult result) {
		ObjectNode node = JSON.createObjectNode();
		result.content()
			.forEach((block) -> node.withArray("text")
				.add((block instanceof ContentBlock.Text(var text)) ? text : block.toString()));
		node.put("isError", result.isError()).put("cut", result.cut() != null);
		return JSON.writeValueAsString(node);
	}

	@Override
	public String inputRequest(InputRequest request) {
		return JSON.writeValueAsString(JSON.createObjectNode()
			.put("method", "elicitation/create")
			.put("message", ((InputRequest.Elicitation) request).message()));
	}

	@Override
	public TaskStatus.Ended outcome(Throwable failure) {
		return switch (failure) {
			case ToolExecutionException refused ->
				new TaskStatus.Completed(result(CallToolResult.failed(refused.reason())));
			case GatewayException expected -> new TaskStatus.Failed(error(-32602, expected.reason()));
			default -> new TaskStatus.Failed(error(-32603, "Internal error"));
		};
	}

	private static String error(int code, String message) {
		return JSON.writeValueAsString(JSON.createObjectNode().put("code", code).put("message", message));
	}

}
