package dev.mcpgateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A piece of content that is meant to be read rather than computed with. On the wire each
 * carries its kind in {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = ContentBlock.Text.class, name = "text"),
		@JsonSubTypes.Type(value = ContentBlock.Image.class, name = "image"),
		@JsonSubTypes.Type(value = ContentBlock.Audio.class, name = "audio"),
		@JsonSubTypes.Type(value = ContentBlock.ResourceLink.class, name = "resource_link"),
		@JsonSubTypes.Type(value = ContentBlock.EmbeddedResource.class, name = "resource") })
public sealed interface ContentBlock {

	/** Plain text. */
	record Text(String text) implements ContentBlock {
	}

	/**
	 * An image.
	 *
	 * @param data base64 of its bytes
	 * @param mimeType its media type
	 */
	record Image(String data, String mimeType) implements ContentBlock {
	}

	/**
	 * A sound.
	 *
	 * @param data base64 of its bytes
	 * @param mimeType its media type
	 */
	record Audio(String data, String mimeType) implements ContentBlock {
	}

	/** Where a resource can be read, without its bytes. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ResourceLink(String uri, String name, @Nullable String description,
			@Nullable String mimeType) implements ContentBlock {
	}

	/** A resource with its contents. */
	record EmbeddedResource(ResourceContents resource) implements ContentBlock {
	}

}
