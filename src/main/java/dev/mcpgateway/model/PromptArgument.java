package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a prompt; its value is always a string.
 *
 * @param name unique in its prompt
 * @param description what to put there
 * @param required whether the prompt can be had without it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptArgument(String name, @Nullable String description, boolean required) {
}
