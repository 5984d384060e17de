package dev.mcpgateway.source;

/**
 * What a place at a source is used for. Each use has a share of its own, which no other
 * can take.
 */
public enum Use {

	/** Work that ends by itself, soon, whatever its caller does. */
	CALL,

	/** Work that goes on for as long as somebody reads. */
	STREAM,

	/** The gateway's own state: services, tasks, what replicas tell each other. */
	STATE

}
