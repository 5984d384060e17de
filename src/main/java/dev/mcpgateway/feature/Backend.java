package dev.mcpgateway.feature;

import reactor.core.publisher.Mono;

/**
 * A system behind the gateway on which tools and resources stand.
 */
public interface Backend {

	/** Its name in health answers and messages, for example {@code postgres}. */
	String name();

	/**
	 * Asks the backend for the cheapest thing that proves that it serves.
	 * @return completes when it does, fails when it does not; the caller bounds the time
	 */
	Mono<Void> ping();

}
