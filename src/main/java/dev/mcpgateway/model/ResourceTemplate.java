package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A family of resources under one RFC 6570 template, as lists show it.
 *
 * @param uriTemplate unique in a catalog, for example {@code documents://{document_id}}
 * @param name a short name
 * @param title a name for people
 * @param description what its members hold
 * @param mimeType the members' media type, when all share one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceTemplate(String uriTemplate, String name, @Nullable String title, @Nullable String description,
		@Nullable String mimeType) {
}
