package dev.mcpgateway.invocation;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of a call.
 *
 * @param deadline how long a call that emits one value may take, and a resource until its
 * first byte
 * @param idleDeadline how long a streaming call may emit nothing while its reader waits
 * @param readerDeadline how long a reader may take nothing while a stream has something
 * for it
 * @param maxConcurrent how many calls and reads may run at once; more are refused
 * @param drainTime how long running calls may go on when the gateway stops
 */
@Validated
@ConfigurationProperties("gateway.calls")
public record CallProperties(@DefaultValue("30s") @DurationMin(millis = 1) Duration deadline,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration idleDeadline,
		@DefaultValue("60s") @DurationMin(millis = 1) Duration readerDeadline,
		@DefaultValue("600") @Min(1) int maxConcurrent,
		@DefaultValue("10s") @DurationMin(millis = 0) Duration drainTime) {
}
