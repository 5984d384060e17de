package dev.mcpgateway.feature;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.NotFoundException;
import reactor.core.publisher.Mono;

/**
 * How a resource answers.
 */
@FunctionalInterface
public interface ResourceHandler {

	/**
	 * Reads the resource.
	 * @param read what is read, and under which conditions
	 * @return its content, cold; fails with a {@link GatewayException}, with
	 * {@link NotFoundException} when there is no such member of a template
	 */
	Mono<ResourceContent> read(ResourceRead read);

}
