package dev.mcpgateway.feature;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
	 * @param part which part of the whole the body is, absent when it is the whole
	 * @param body the bytes; may be subscribed once, and must be subscribed or cancelled
	 */
	record Bytes(String mimeType, long length, @Nullable String etag, @Nullable Part part,
			Flux<ByteBuffer> body) implements ResourceContent {

		/**
		 * Lets go of the bytes, and of what produces them. The first of them are read and
		 * dropped: {@code take(0)} would not even subscribe.
		 */
		public Mono<Void> release() {
			return this.body.next().then();
		}

	}

	/**
	 * Where a part stands in the whole.
	 *
	 * @param first its first byte, counted from 0
	 * @param last its last byte, included
	 * @param size how many bytes the whole has
	 */
	record Part(long first, long last, long size) {
	}

	/**
	 * The caller has the current bytes already.
	 *
	 * @param etag their entity tag
	 */
	record NotModified(@Nullable String etag) implements ResourceContent {
	}

}
