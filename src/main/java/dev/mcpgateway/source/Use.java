package dev.mcpgateway.source;

/**
 * What a place at a source is used for. Each use has a share of its own, which no other
 * can take.
 */
public enum Use {

	/** Work that ends by itself, soon, whatever its caller does. */
	CALL,

	/** Work that goes on for as long as somebody reads, and holds a connection. */
	STREAM,

	/**
	 * A list that is read for as long as somebody reads, and holds no connection: each of
	 * its pages is a short call.
	 */
	LIST,

	/** The gateway's own state: services, tasks, what replicas tell each other. */
	STATE

}
