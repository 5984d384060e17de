package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A resource with a fixed URI, as lists show it.
 *
 * @param uri unique in a catalog
 * @param name a short name
 * @param title a name for people
 * @param description what it holds
 * @param mimeType its media type, when always the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resource(String uri, String name, @Nullable String title, @Nullable String description,
		@Nullable String mimeType) {
}
