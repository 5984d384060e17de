package dev.mcpgateway.streamablehttp;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are streamed.
 *
 * @param streamAfter how long an answer may take before its stream is opened, though
 * there is nothing to tell yet
 * @param keepAlive how long a stream may be silent before a comment is sent
 * @param retry how long a client that was cut off is to wait before it comes back
 */
@Validated
@ConfigurationProperties("gateway.mcp.http")
record StreamableHttpProperties(@DefaultValue("1s") @DurationMin(millis = 1) Duration streamAfter,
		@DefaultValue("15s") @DurationMin(millis = 10) Duration keepAlive,
		@DefaultValue("1s") @DurationMin(millis = 1) Duration retry) {
}
