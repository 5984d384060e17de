package dev.mcpgateway.invocation;

import java.time.Duration;

/**
 * How long guarded work may take.
 */
sealed interface TimeLimit {

	/** How often the guard has to look, or when it has to look once. */
	Duration period();

	/**
	 * Who started the work ends it in time.
	 */
	record Unlimited() implements TimeLimit {

		@Override
		public Duration period() {
			return Duration.ZERO;
		}

	}

	/**
	 * The work has so long from its start to its end.
	 */
	record Total(Duration deadline) implements TimeLimit {

		@Override
		public Duration period() {
			return this.deadline;
		}

	}

	/**
	 * The work may take any time, but must not stand still. A slow reader is no slow
	 * source, and the other way round, which Reactor's {@code timeout} cannot tell apart.
	 *
	 * @param source how long the source may emit nothing while the reader waits for it
	 * @param reader how long the reader may ask for nothing
	 */
	record Pauses(Duration source, Duration reader) implements TimeLimit {

		@Override
		public Duration period() {
			Duration shorter = (this.source.compareTo(this.reader) < 0) ? this.source : this.reader;
			return shorter.dividedBy(4).plusMillis(1);
		}

	}

}
