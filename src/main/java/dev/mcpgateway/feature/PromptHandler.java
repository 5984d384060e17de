package dev.mcpgateway.feature;

import dev.mcpgateway.model.GetPromptResult;
import reactor.core.publisher.Mono;

/**
 * How a prompt is filled.
 */
@FunctionalInterface
public interface PromptHandler {

	/**
	 * Fills the prompt.
	 * @param request what it is filled with, and for whom
	 * @return the filled prompt, cold
	 */
	Mono<GetPromptResult> get(PromptRequest request);

}
