package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a resource inside a message.
 */
public sealed interface ResourceContents {

	/** The resource's URI. */
	String uri();

	/** Text contents. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Text(String uri, @Nullable String mimeType, String text) implements ResourceContents {
	}

	/**
	 * Binary contents.
	 *
	 * @param uri the resource's URI
	 * @param mimeType its media type
	 * @param blob base64 of its bytes
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Blob(String uri, @Nullable String mimeType, String blob) implements ResourceContents {
	}

}
