package dev.mcpgateway.services;

/**
 * What the store tells of its changes, whoever made them.
 */
public sealed interface ServiceChange {

	/** From now on every change is told. */
	record Live() implements ServiceChange {
	}

	/**
	 * A service was added, replaced or removed.
	 *
	 * @param id which
	 */
	record Changed(ServiceId id) implements ServiceChange {
	}

	/** From now on changes may be missed, until it is live again. */
	record Lost() implements ServiceChange {
	}

}
