package dev.mcpgateway.source;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the use of one source.
 *
 * @param calls how many short calls may work with the source at once; when absent, what
 * the other shares leave of the connections
 * @param streams how many streams may be open at once; when absent, a part of the
 * connections
 * @param state how many statements for the gateway's own state may run at once; when
 * absent, a part of the connections. Only where the source keeps that state
 * @param maxWaiting how many short calls may wait for a place; those that wait hold
 * little more than their arguments
 * @param maxWaitingStreams how many streams may wait for a place, and how many lists
 * @param maxWait how long one may wait for a place
 * @param readerTimeout how long the reader of a stream may take nothing
 * @param minReaderRate how many bytes a second the reader of a stream has to take while
 * others wait for its place
 * @param rateWindow over how long that rate is measured
 */
public record BulkheadProperties(@Nullable @Min(1) Integer calls, @Nullable @Min(1) Integer streams,
		@Nullable @Min(1) Integer state, @DefaultValue("100") @Min(0) @Max(10_000) int maxWaiting,
		@DefaultValue("32") @Min(0) @Max(10_000) int maxWaitingStreams,
		@DefaultValue("3s") @DurationMin(millis = 1) @DurationMax(minutes = 10) Duration maxWait,
		@DefaultValue("15s") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration readerTimeout,
		@DefaultValue("16KB") DataSize minReaderRate,
		@DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 10) Duration rateWindow) {

	public BulkheadProperties {
		if (minReaderRate.isNegative()) {
			throw new IllegalArgumentException("min-reader-rate must not be negative");
		}
	}

}
