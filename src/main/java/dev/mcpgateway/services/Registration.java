package dev.mcpgateway.services;

/**
 * What became of a registration.
 */
public sealed interface Registration {

	/** The id was free. */
	record Added(RegisteredService service) implements Registration {
	}

	/** The id was taken; what was registered is gone. */
	record Replaced(RegisteredService service) implements Registration {
	}

	/** As many services as may be are registered; nothing has changed. */
	record Full() implements Registration {
	}

}
