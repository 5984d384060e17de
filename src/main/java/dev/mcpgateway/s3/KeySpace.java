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
	 * Where a new object stands in the bucket.
	 * @param key a key as callers know it
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when nothing is stored under such a key
	 */
	String locateNew(String key, String pointer) {
		Located located = locate(key, pointer);
		if (located.fault() != null) {
			throw invalid(located.fault(), pointer);
		}
		return located.stored();
	}

	/**
	 * Where an object stands in the bucket that others may have stored.
	 * @param key a key as callers know it
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when the key is forbidden
	 */
	Located locate(String key, String pointer) {
		KeyRules.Fault fault = KeyRules.ofKey(key);
		return new Located(located(key, fault, pointer), fault);
	}

	/**
	 * What the keys in the bucket start with that start with a prefix for callers.
	 * @param prefix the beginning of keys as callers know them; may be empty
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when no key that is taken can start so
	 */
	String locatePrefix(String prefix, String pointer) {
		KeyRules.Fault fault = KeyRules.ofPrefix(prefix);
		if (fault != null && fault.severity() == KeyRules.Severity.MISLEADING) {
			throw invalid(fault, pointer);
		}
		return located(prefix, fault, pointer);
	}

	private String located(String key, KeyRules.@Nullable Fault fault, String pointer) {
		if (fault != null && fault.severity() == KeyRules.Severity.FORBIDDEN) {
			throw invalid(fault, pointer);
		}
		String stored = this.prefix + key;
		if (stored.getBytes(StandardCharsets.UTF_8).length > KeyRules.MAX_BYTES) {
			throw new InvalidArgumentsException(pointer, "the key is too long");
		}
		return stored;
	}

	static InvalidArgumentsException invalid(KeyRules.Fault fault, String pointer) {
		return new InvalidArgumentsException(pointer, "the key " + fault.detail());
	}

	/** Whether a key of the store can be given back to this gateway by a caller. */
	boolean isAddressable(String stored) {
		if (!stored.startsWith(this.prefix)) {
			return false;
		}
		// A marker of the configured prefix itself is no file.
		KeyRules.Fault fault = KeyRules.ofKey(relative(stored));
		return fault == null || fault.severity() != KeyRules.Severity.FORBIDDEN;
	}

	/** The key as callers know it; empty for a marker of the configured prefix. */
	String relative(String stored) {
		return stored.substring(this.prefix.length());
	}

	/**
	 * Where an object stands that others may have stored.
	 *
	 * @param stored its key in the bucket
	 * @param fault what is unusual about it, absent for a plain key
	 */
	record Located(String stored, KeyRules.@Nullable Fault fault) {
	}

}
