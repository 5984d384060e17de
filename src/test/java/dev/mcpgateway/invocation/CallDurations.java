package dev.mcpgateway.invocation;

import java.time.Duration;

/**
 * Bounds of calls for tests.
 */
final class CallDurations {

	/** Nothing comes to its end by itself. */
	static final CallProperties PATIENT = new CallProperties(Duration.ofMinutes(1), Duration.ofMinutes(1),
			Duration.ofMinutes(1), 256, Duration.ofMinutes(1));

	private CallDurations() {
	}

	static CallProperties deadline(Duration deadline) {
		return new CallProperties(deadline, Duration.ofMinutes(1), Duration.ofMinutes(1), 256, Duration.ofMinutes(1));
	}

	static CallProperties pauses(Duration source, Duration reader) {
		return new CallProperties(Duration.ofMinutes(1), source, reader, 256, Duration.ofMinutes(1));
	}

	static CallProperties concurrent(int limit) {
		return new CallProperties(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), limit,
				Duration.ofMinutes(1));
	}

	static CallProperties drain(Duration drain) {
		return new CallProperties(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 256, drain);
	}

}
