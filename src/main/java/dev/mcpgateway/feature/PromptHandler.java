package dev.mcpgateway.feature;

import java.util.Map;

import dev.mcpgateway.model.GetPromptResult;
import reactor.core.publisher.Mono;

/**
 * How a prompt is filled.
 */
@FunctionalInterface
public interface PromptHandler {

	/**
	 * Fills the prompt.
	 * @param arguments its arguments by name; the required ones are there
	 * @param caller who asks
	 * @return the filled prompt, cold
	 */
	Mono<GetPromptResult> get(Map<String, String> arguments, Caller caller);

}
