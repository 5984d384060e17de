package dev.mcpgateway.s3;

import java.nio.charset.StandardCharsets;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the gateway may touch: those of one bucket, below one prefix. Every key
 * that goes to the store is made here.
 *
 * @param bucket the bucket
 * @param prefix empty for the whole bucket, else with a slash at its end
 */
record KeySpace(String bucket, String prefix) {

	/**
	 * Where a key stands in the bucket.
	 * @param key a key as callers know it
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when it is no key that is taken
	 */
	String locate(String key, String pointer) {
		return located(key, KeyRules.faultOfKey(key), pointer);
	}

	/**
	 * What the keys in the bucket start with that start with a prefix for callers.
	 * @param prefix the beginning of keys as callers know them; may be empty
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when no key that is taken can start so
	 */
	String locatePrefix(String prefix, String pointer) {
		return located(prefix, KeyRules.faultOfPrefix(prefix), pointer);
	}

	private String located(String key, @Nullable String fault, String pointer) {
		String stored = this.prefix + key;
		String wrong = (fault == null && stored.getBytes(StandardCharsets.UTF_8).length > KeyRules.MAX_BYTES)
				? "is too long" : fault;
		if (wrong != null) {
			throw new InvalidArgumentsException(pointer, "the key " + wrong);
		}
		return stored;
	}

	/** The key as callers know it; empty for a marker of the prefix itself. */
	String relative(String stored) {
		return stored.substring(this.prefix.length());
	}

}
