package dev.mcpgateway.feature;

import reactor.core.publisher.Flux;

/**
 * Tells those who subscribed to a resource that it has changed, through whichever replica
 * it did.
 */
public interface ResourceUpdates {

	/**
	 * Says that a resource has changed. Returns at once; the word is passed on as well as
	 * can be, and a change that could not be told is no failure of the change.
	 * @param uri the resource's URI
	 */
	void updated(String uri);

	/** The URIs of resources that change from now on. */
	Flux<String> updates();

}
