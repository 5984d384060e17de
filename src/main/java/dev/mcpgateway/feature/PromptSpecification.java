package dev.mcpgateway.feature;

import dev.mcpgateway.model.Prompt;

/**
 * A prompt, how it is filled, and how its arguments are completed.
 */
public record PromptSpecification(Prompt prompt, PromptHandler handler, Completer completer) {
}
