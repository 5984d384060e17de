package dev.mcpgateway.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A revision of the protocol that the gateway speaks, oldest first.
 */
public enum Revision {

	/** The first with Streamable HTTP, and the only one with batches. */
	V2025_03_26("2025-03-26", Era.LEGACY),

	/** Structured content, elicitation, the version header. */
	V2025_06_18("2025-06-18", Era.LEGACY),

	/** Polling of streams, elicitation by URL. */
	V2025_11_25("2025-11-25", Era.LEGACY),

	/** Stateless. */
	V2026_07_28("2026-07-28", Era.MODERN);

	private final String wireName;

	private final Era era;

	Revision(String wireName, Era era) {
		this.wireName = wireName;
		this.era = era;
	}

	/** Its name in messages and headers. */
	public String wireName() {
		return this.wireName;
	}

	public Era era() {
		return this.era;
	}

	/** Whether several messages may come in one body (2025-03-26, Batching). */
	public boolean hasBatches() {
		return this == V2025_03_26;
	}

	/**
	 * Whether a stream that may be resumed begins with an event that only has an id
	 * (2025-11-25, Sending Messages to the Server).
	 */
	public boolean primesStreams() {
		return this == V2025_11_25;
	}

	/** The revision of a name. */
	public static Optional<Revision> of(String wireName) {
		return Arrays.stream(values()).filter((each) -> each.wireName.equals(wireName)).findFirst();
	}

	/** The names of all revisions, newest first. */
	public static List<String> wireNames() {
		return Arrays.stream(values()).map(Revision::wireName).toList().reversed();
	}

	/** The newest with a handshake, which is offered to clients that ask for another. */
	public static Revision newestLegacy() {
		return V2025_11_25;
	}

	/**
	 * How a conversation is held (versioning, Terminology).
	 */
	public enum Era {

		/** A handshake opens a session. */
		LEGACY,

		/** Every request stands for itself. */
		MODERN

	}

}
