package dev.mcpgateway.feature;

import dev.mcpgateway.feature.ResourceUpdates.Update;
import reactor.core.publisher.Flux;

/**
 * Carries the word of changed resources between the replicas of the gateway.
 */
public interface UpdateRelay {

	/**
	 * Tells other replicas what changes here, and hears what changes elsewhere.
	 * @param own what changes through this replica; taken no faster than it is told, and
	 * kept back while it cannot be
	 * @return what changes otherwise, never what {@code own} emitted, until cancelled;
	 * never fails and never completes
	 */
	Flux<Update> exchange(Flux<Update> own);

}
