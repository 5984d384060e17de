package dev.mcpgateway.failure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.mcpgateway.model.InputRequest;

/**
 * The call cannot go on before the client has answered. Not an end but a turn: a face
 * that can ask does so and runs the call again with the answers; one that cannot refuses.
 */
public final class InputRequiredException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, InputRequest> requests;

	/**
	 * Creates a question.
	 * @param requests what the client is asked, by a key under which it answers
	 */
	public InputRequiredException(Map<String, InputRequest> requests) {
		super("The call asks for input, which only a client of the MCP endpoint can give.", null);
		this.requests = new LinkedHashMap<>(requests);
	}

	public Map<String, InputRequest> requests() {
		return this.requests;
	}

}
