package dev.mcpgateway.mcp;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the MCP endpoint.
 *
 * @param pageSize how many features a page of a list holds
 * @param listTtl how long clients may keep a list before they ask again
 * @param stateKey the base64 of the 32 bytes with which cursors and request states are
 * sealed; the same on every replica. Made at the start when absent
 * @param stateTtl how long a client may take to answer what a call asks
 * @param maxRounds how often one call may ask
 * @param maxListeners how many {@code subscriptions/listen} streams may be open
 * @param session bounds of the sessions of older revisions
 */
@Validated
@ConfigurationProperties("gateway.mcp")
public record McpProperties(@DefaultValue("500") @Min(1) @Max(10_000) int pageSize,
		@DefaultValue("60s") @DurationMin(millis = 0) Duration listTtl, @Nullable String stateKey,
		@DefaultValue("15m") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration stateTtl,
		@DefaultValue("20") @Min(1) @Max(1000) int maxRounds, @DefaultValue("1000") @Min(0) int maxListeners,
		@DefaultValue @Valid SessionProperties session) {

	/**
	 * Bounds of sessions.
	 *
	 * @param max how many there may be; one more ends the one that was idle longest
	 * @param idleTime how long a session lives without a request or an open stream
	 * @param maxSubscriptions to how many resources one may subscribe
	 * @param maxRunning how many requests of one may run at once
	 * @param resumeBuffer how many messages of a stream are kept for a client that was
	 * cut off
	 * @param idPrefix how the ids of this process's sessions begin, by which a proxy
	 * finds the process again
	 */
	public record SessionProperties(@DefaultValue("10000") @Min(1) int max,
			@DefaultValue("30m") @DurationMin(millis = 100) Duration idleTime,
			@DefaultValue("1000") @Min(0) int maxSubscriptions, @DefaultValue("256") @Min(1) int maxRunning,
			@DefaultValue("256") @Min(1) @Max(100_000) int resumeBuffer,
			@DefaultValue("") @Pattern(regexp = "[A-Za-z0-9_-]{0,32}") String idPrefix) {
	}

}
