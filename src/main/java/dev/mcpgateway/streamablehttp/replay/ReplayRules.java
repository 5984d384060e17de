package dev.mcpgateway.streamablehttp.replay;

import java.time.Duration;

/**
 * How a stream of the older era behaves.
 *
 * @param capacity how many messages are kept
 * @param dropsNewest whether a full buffer loses what is new rather than what is old
 * @param primed whether it begins with an event that only has a number, so that a client
 * can resume before the first message (2025-11-25, Sending Messages to the Server)
 * @param retry how long a client that was cut off waits before it comes back
 */
public record ReplayRules(int capacity, boolean dropsNewest, boolean primed, Duration retry) {
}
