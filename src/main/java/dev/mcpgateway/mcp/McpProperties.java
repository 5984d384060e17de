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
import org.springframework.util.unit.DataSize;
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
 * @param maxSubscriptionSize how many bytes the URIs may have to which all clients
 * together subscribe
 * @param session bounds of the sessions of older revisions
 * @param batch bounds of the batches of revision 2025-03-26
 */
@Validated
@ConfigurationProperties("gateway.mcp")
public record McpProperties(@DefaultValue("500") @Min(1) @Max(10_000) int pageSize,
		@DefaultValue("60s") @DurationMin(millis = 0) Duration listTtl, @Nullable String stateKey,
		@DefaultValue("15m") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration stateTtl,
		@DefaultValue("20") @Min(1) @Max(1000) int maxRounds, @DefaultValue("1000") @Min(0) int maxListeners,
		@DefaultValue("16MB") DataSize maxSubscriptionSize, @DefaultValue @Valid SessionProperties session,
		@DefaultValue @Valid BatchProperties batch) {

	/**
	 * Bounds of sessions.
	 *
	 * @param max how many there may be; one more ends one that is idle
	 * @param idleTime how long a session lives without a request or an open stream
	 * @param unusedTime how long one lives in which nothing was done after the handshake
	 * @param maxSubscriptions to how many resources one may subscribe
	 * @param maxRunning how many requests of one may run at once
	 * @param resumeBuffer how many messages of a stream are kept for a client that was
	 * cut off
	 * @param resumeBudget how many bytes of messages all sessions together keep for
	 * clients that were cut off
	 * @param idPrefix how the ids of this process's sessions begin, by which a proxy
	 * finds the process again
	 */
	public record SessionProperties(@DefaultValue("10000") @Min(1) int max,
			@DefaultValue("30m") @DurationMin(millis = 100) Duration idleTime,
			@DefaultValue("5m") @DurationMin(millis = 100) Duration unusedTime,
			@DefaultValue("1000") @Min(0) int maxSubscriptions, @DefaultValue("256") @Min(1) int maxRunning,
			@DefaultValue("256") @Min(1) @Max(100_000) int resumeBuffer, @DefaultValue("32MB") DataSize resumeBudget,
			@DefaultValue("") @Pattern(regexp = "[A-Za-z0-9_-]{0,32}") String idPrefix) {
	}

	/**
	 * Bounds of batches.
	 *
	 * @param maxMessages how many messages one may have
	 * @param maxSize how many bytes the responses to one may have
	 * @param maxConcurrent how many may run at once
	 */
	public record BatchProperties(@DefaultValue("50") @Min(1) @Max(10_000) int maxMessages,
			@DefaultValue("4MB") DataSize maxSize, @DefaultValue("8") @Min(0) int maxConcurrent) {
	}

}
