package dev.mcpgateway.s3;

import dev.mcpgateway.annotation.McpCompletion;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.model.Completion;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Finds files while their keys are typed.
 */
class FileCompletions {

	private final ObjectStore store;

	private final KeySpace keys;

	FileCompletions(ObjectStore store, KeySpace keys) {
		this.store = store;
		this.keys = keys;
	}

	@McpCompletion(resource = FileResource.URI, argument = "key")
	Flux<String> keys(String typed) {
		return Flux
			.defer(() -> this.store.first(this.keys.locatePrefix(typed, "/argument/value"), Completion.MAX_VALUES + 1))
			.map(S3Object::key)
			// Others have stored what could not be read here.
			.filter(this.keys::isAddressable)
			.map(this.keys::relative)
			// What no key can start with has no completion.
			.onErrorResume(InvalidArgumentsException.class, (fault) -> Flux.empty());
	}

}
