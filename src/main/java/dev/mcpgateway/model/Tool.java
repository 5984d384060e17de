package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as lists show it.
 *
 * @param name unique in a catalog; 1–64 of {@code [A-Za-z0-9_.-]}
 * @param title a name for people
 * @param description what the tool does, written for a model that decides whether to call
 * it
 * @param inputSchema JSON Schema 2020-12 of the arguments; its {@code type} is
 * {@code object}
 * @param outputSchema JSON Schema of one emitted item; absent when the tool emits none
 * @param annotations hints about the tool's behaviour
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tool(String name, @Nullable String title, @Nullable String description, ObjectNode inputSchema,
		@Nullable ObjectNode outputSchema, ToolAnnotations annotations) {
}
