package dev.mcpgateway.feature;

import java.util.Map;

/**
 * Asks for values that an argument may take.
 *
 * @param argument the argument's name
 * @param value what has been typed of it
 * @param resolved the arguments that have been chosen already, by name
 * @param caller who asks
 */
public record CompletionRequest(String argument, String value, Map<String, String> resolved, Caller caller) {

	public CompletionRequest {
		resolved = Map.copyOf(resolved);
	}

}
