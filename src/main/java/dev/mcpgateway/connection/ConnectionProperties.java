package dev.mcpgateway.connection;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the connections of clients.
 *
 * @param max how many there may be at once; one more takes the place of the one that has
 * been without a request for longest, or is refused with 503 when all are at work
 * @param headTimeout how long the head of a request may take
 * @param idleTimeout how long a connection may stay without a request
 * @param progressTimeout how long a body may take to bring the next {@code progressSize},
 * while the gateway waits for it
 * @param progressSize what a body has to bring in {@code progressTimeout}, unless it ends
 * @param writeTimeout how long a client may take nothing of what it has been sent
 * @param maxPipelined how many requests a client may send before it has read the
 * responses
 * @param eventLoopTimeout how long an event loop may run no task before the process ends,
 * to be started again
 */
@Validated
@ConfigurationProperties("gateway.http.connections")
public record ConnectionProperties(@DefaultValue("4096") @Min(1) int max,
		@DefaultValue("10s") @DurationMin(millis = 1) Duration headTimeout,
		@DefaultValue("75s") @DurationMin(millis = 1) Duration idleTimeout,
		@DefaultValue("10s") @DurationMin(millis = 1) Duration progressTimeout,
		@DefaultValue("4KB") DataSize progressSize, @DefaultValue("90s") @DurationMin(millis = 1) Duration writeTimeout,
		@DefaultValue("64") @Min(1) int maxPipelined,
		@DefaultValue("60s") @DurationMin(millis = 10) Duration eventLoopTimeout) {
}
