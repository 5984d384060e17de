package dev.mcpgateway.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as lists show it.
 *
 * @param name unique in a catalog
 * @param title a name for people
 * @param description what the prompt is for
 * @param arguments what fills it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(String name, @Nullable String title, @Nullable String description,
		List<PromptArgument> arguments) {

	public Prompt {
		arguments = List.copyOf(arguments);
	}

}
