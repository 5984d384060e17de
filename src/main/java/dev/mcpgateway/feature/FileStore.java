package dev.mcpgateway.feature;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stores files that come as streams, which are never held whole.
 */
public interface FileStore {

	/** How many bytes a file may have at most. */
	long maxSize();

	/**
	 * The URI of the resource that a file is read as.
	 * @param key the file's key
	 */
	String uri(String key);

	/**
	 * Stores a file, in place of one that has the key already. Nothing of it is stored
	 * when its content fails or the subscription is cancelled.
	 * @return what was stored, or a {@link dev.mcpgateway.failure.GatewayException}
	 */
	Mono<Stored> store(Upload upload);

	/**
	 * A file that is to be stored.
	 *
	 * @param key its key
	 * @param mediaType its media type; guessed from the key when absent
	 * @param precondition what must hold of the file that has the key already
	 * @param content its bytes, for one subscriber that takes them as fast as it stores
	 * them
	 */
	record Upload(String key, @Nullable String mediaType, Precondition precondition, Flux<ByteBuffer> content) {
	}

	/**
	 * What must hold of the file that has the key already (RFC 9110, sections 13.1.1 and
	 * 13.1.2).
	 *
	 * @param match the versions of which it must be one, absent when none is asked for
	 * @param noneMatch the versions of which it must be none
	 */
	record Precondition(ResourceRead.@Nullable Known match, ResourceRead.Known noneMatch) {

		/** Nothing must hold. */
		public static final Precondition NONE = new Precondition(null, ResourceRead.Known.NOTHING);

		/** Whether it holds of a file that is there. */
		public boolean holds(@Nullable String etag) {
			return (this.match == null || this.match.includes(etag)) && !this.noneMatch.includes(etag);
		}

		/** Whether it holds when there is no file. */
		public boolean holdsOfNothing() {
			return this.match == null;
		}

	}

	/**
	 * A file that was stored.
	 *
	 * @param etag its entity tag, with its quotes, when the store tells
	 * @param size how many bytes it has
	 * @param created whether there was none with the key before
	 */
	record Stored(@Nullable String etag, long size, boolean created) {
	}

}
