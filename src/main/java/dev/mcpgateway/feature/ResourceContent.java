package dev.mcpgateway.feature;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What a read of a resource gives.
 */
public sealed interface ResourceContent {

	/**
	 * A JSON value.
	 *
	 * @param value what Jackson can write
	 */
	record Json(Object value) implements ResourceContent {
	}

	/**
	 * Bytes that are streamed, never held whole.
	 *
	 * @param mimeType their media type
	 * @param length how many bytes {@code body} emits
	 * @param etag the entity tag of the whole, with its quotes, when known
	 * @param contentRange the {@code Content-Range} of a part, absent when the body is
	 * the whole
	 * @param body the bytes; may be subscribed once, and must be subscribed or cancelled
	 */
	record Bytes(String mimeType, long length, @Nullable String etag, @Nullable String contentRange,
			Flux<ByteBuffer> body) implements ResourceContent {
	}

	/**
	 * The caller has the current bytes already.
	 *
	 * @param etag their entity tag
	 */
	record NotModified(@Nullable String etag) implements ResourceContent {
	}

}
