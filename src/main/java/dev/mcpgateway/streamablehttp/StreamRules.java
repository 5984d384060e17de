package dev.mcpgateway.streamablehttp;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a stream of messages behaves.
 *
 * @param id names the stream within its session, for streams that are kept; absent for
 * those that end with their reader
 * @param capacity how many messages it holds
 * @param dropsNewest whether a full stream loses what is new rather than what is old
 * @param primed whether it begins with an event that only has a number, so that a client
 * can resume before the first message (2025-11-25, Sending Messages to the Server)
 * @param keepAlive how long it may be silent before a comment is sent
 * @param retry how long a client that was cut off is to wait
 */
record StreamRules(@Nullable String id, int capacity, boolean dropsNewest, boolean primed, Duration keepAlive,
		Duration retry) {

	/** Whether messages are kept for readers that come and go. */
	boolean kept() {
		return this.id != null;
	}

}
