package dev.mcpgateway.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether a backend serves.
 */
public enum BackendStatus {

	@JsonProperty("up")
	UP,

	@JsonProperty("down")
	DOWN

}
