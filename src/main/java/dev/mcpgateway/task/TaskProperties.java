package dev.mcpgateway.task;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Tasks.
 *
 * @param maxRunning how many may run at once in this process; more are refused
 * @param maxTasks how many may be kept, over all replicas; more are refused
 * @param ttl how long a task may run, waiting included, and how long it is kept, both
 * from its creation
 * @param pollInterval how often clients are told to ask
 * @param lease how long a replica may be silent before what it ran is reported as
 * interrupted
 * @param timeout how long the store may take to answer a request
 */
@Validated
@ConfigurationProperties("gateway.tasks")
record TaskProperties(@DefaultValue("64") @Min(1) @Max(100_000) int maxRunning,
		@DefaultValue("10000") @Min(1) @Max(10_000_000) int maxTasks,
		@DefaultValue("1h") @DurationMin(millis = 1) @DurationMax(days = 365) Duration ttl,
		@DefaultValue("1s") @DurationMin(millis = 1) @DurationMax(days = 1) Duration pollInterval,
		@DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration lease,
		@DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(minutes = 5) Duration timeout) {
}
