package dev.mcpgateway.feature;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where features come from.
 */
public interface FeatureProvider {

	/** A short name for logs and conflicts, unique among providers. */
	String name();

	/**
	 * What this provider offers: the whole set, again whenever it changes. The first set
	 * should come at once ({@link FeatureSet#EMPTY} when nothing is known yet); a
	 * provider whose features never change emits one set and completes.
	 */
	Flux<FeatureSet> features();

	/**
	 * Opens what the provider needs, before {@link #features()} is subscribed. Its
	 * failure stops the start of the gateway, so a backend that is merely absent is no
	 * failure.
	 */
	default Mono<Void> start() {
		return Mono.empty();
	}

	/** Closes what {@link #start()} opened, after the last call has ended. */
	default Mono<Void> stop() {
		return Mono.empty();
	}

}
