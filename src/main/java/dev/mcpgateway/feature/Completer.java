package dev.mcpgateway.feature;

import dev.mcpgateway.model.Completion;
import reactor.core.publisher.Mono;

/**
 * How the arguments of a prompt, or the variables of a template, are completed.
 */
@FunctionalInterface
public interface Completer {

	/** Knows no values. */
	Completer NONE = (request) -> Mono.just(Completion.NONE);

	/**
	 * Finds values.
	 * @param request what is completed
	 * @return the values, cold
	 */
	Mono<Completion> complete(CompletionRequest request);

}
