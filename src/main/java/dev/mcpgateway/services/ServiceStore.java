package dev.mcpgateway.services;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where registrations are kept, for all replicas of the gateway. Operations fail with a
 * {@link dev.mcpgateway.failure.GatewayException}.
 */
public interface ServiceStore {

	/**
	 * Adds a service, or replaces the one of this id.
	 * @param info a JSON object, kept as it is written
	 * @param maxServices an id that is not there yet is added only while there are fewer
	 */
	Mono<Registration> register(ServiceId id, String info, int maxServices);

	/** The service of an id; empty when there is none. */
	Mono<RegisteredService> find(ServiceId id);

	/**
	 * Services in the order of their ids.
	 * @param after the id before the first; empty for the first page
	 * @param limit how many at most, at least 1; large ones may be fewer
	 */
	Mono<ServicePage> page(String after, int limit);

	/** Removes a service; tells whether there was one. */
	Mono<Boolean> remove(ServiceId id);

	/** Tells of changes until cancelled; never fails and never completes. */
	Flux<ServiceChange> changes();

}
