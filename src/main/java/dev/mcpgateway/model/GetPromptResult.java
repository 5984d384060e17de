package dev.mcpgateway.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A filled prompt.
 *
 * @param description what the prompt is for
 * @param messages the conversation to start from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GetPromptResult(@Nullable String description, List<PromptMessage> messages) {

	public GetPromptResult {
		messages = List.copyOf(messages);
	}

}
