package dev.mcpgateway.failure;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * The call wants to go on as a task. Not an end but a turn: thrown only when the client
 * can take a task, and met by whoever can start one.
 */
public final class TaskRequestedException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, JsonNode> answers;

	/**
	 * Creates a request.
	 * @param answers what the client has answered so far
	 */
	public TaskRequestedException(Map<String, JsonNode> answers) {
		super("The call can only go on as a task.", null);
		this.answers = Map.copyOf(answers);
	}

	public Map<String, JsonNode> answers() {
		return this.answers;
	}

}
