package dev.mcpgateway.postgres;

import java.nio.ByteBuffer;
import java.util.Base64;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of documents ends, in a form that says nothing to its holder.
 */
final class DocumentCursor {

	private DocumentCursor() {
	}

	static String encode(long lastId) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(lastId).array());
	}

	/** The id after which the page starts; before all for no cursor. */
	static long decode(@Nullable String cursor) {
		if (cursor == null || cursor.isEmpty()) {
			return Long.MIN_VALUE;
		}
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(cursor);
			if (bytes.length == Long.BYTES) {
				return ByteBuffer.wrap(bytes).getLong();
			}
		}
		catch (IllegalArgumentException ex) {
			// Not base64: said below, as every other wrong cursor.
		}
		throw new InvalidArgumentsException("/cursor", "Not a cursor of list_documents.");
	}

}
