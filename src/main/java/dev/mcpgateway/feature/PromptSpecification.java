package dev.mcpgateway.feature;

import dev.mcpgateway.model.Prompt;

/**
 * A prompt and how it is filled.
 */
public record PromptSpecification(Prompt prompt, PromptHandler handler) {
}
