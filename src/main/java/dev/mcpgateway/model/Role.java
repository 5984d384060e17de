package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who speaks in a conversation.
 */
public enum Role {

	@JsonProperty("user")
	USER,

	@JsonProperty("assistant")
	ASSISTANT

}
