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
	 * @param uri the resource's URI, as its template expands
	 */
	void updated(String uri);

	/**
	 * What changes from now on, until cancelled; never fails and never completes. A
	 * subscriber that does not keep up is told once of a resource that changed several
	 * times, and that it {@linkplain Missed missed} something when it is far behind.
	 */
	Flux<Update> updates();

	/**
	 * What a subscriber is told.
	 */
	sealed interface Update {

	}

	/**
	 * A resource was made, changed or removed.
	 *
	 * @param uri the resource's URI, as its template expands
	 */
	record Updated(String uri) implements Update {
	}

	/** Word of changes was lost: any resource may have changed. */
	record Missed() implements Update {
	}

}
