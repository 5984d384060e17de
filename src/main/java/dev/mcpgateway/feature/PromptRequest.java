package dev.mcpgateway.feature;

import java.util.Map;

/**
 * One request for a prompt.
 *
 * @param arguments its arguments by name; the required ones are there
 * @param context who asks, and what the client can do and has answered
 */
public record PromptRequest(Map<String, String> arguments, CallContext context) {

	public PromptRequest {
		arguments = Map.copyOf(arguments);
	}

}
