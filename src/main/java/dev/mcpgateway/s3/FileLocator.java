package dev.mcpgateway.s3;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import reactor.core.publisher.Mono;

/**
 * Finds where the files stand that callers name. A key that a store might resolve to
 * something else, such as one with two slashes in a row, is used only when the store
 * itself lists an object under exactly this key: then the two mean the same.
 */
class FileLocator {

	private final KeySpace keys;

	private final ObjectStore store;

	FileLocator(KeySpace keys, ObjectStore store) {
		this.keys = keys;
		this.store = store;
	}

	/**
	 * Finds a file.
	 * @param key its key as callers know it
	 * @param pointer where the caller gave it
	 * @return its key in the store; fails with {@link NotFoundException} or
	 * {@link InvalidArgumentsException} when a key that is not plain has no file. Whether
	 * a plain one has, is for the store to say when it is used.
	 */
	Mono<String> locate(String key, String pointer) {
		return Mono.defer(() -> {
			KeySpace.Located located = this.keys.locate(key, pointer);
			KeyRules.Fault fault = located.fault();
			if (fault == null) {
				return Mono.just(located.stored());
			}
			return this.store.lists(located.stored())
				.filter(Boolean::booleanValue)
				.map((listed) -> located.stored())
				.switchIfEmpty(Mono.error(() -> switch (fault.severity()) {
					case UNUSUAL -> new NotFoundException("There is no file with this key.");
					case MISLEADING, FORBIDDEN -> KeySpace.invalid(fault, pointer);
				}));
		});
	}

}
