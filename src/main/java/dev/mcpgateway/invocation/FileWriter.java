package dev.mcpgateway.invocation;

import dev.mcpgateway.feature.FileStore;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one door for files that are stored as streams.
 */
@Component
public class FileWriter {

	private final CallGuard guard;

	FileWriter(CallGuard guard) {
		this.guard = guard;
	}

	/**
	 * Stores a file. Its content counts as a call from its first byte on, and ends as a
	 * stream does: when it stalls, when the store takes nothing, when the gateway stops.
	 * What comes before and after it are requests to the store, which have bounds of
	 * their own.
	 * @return what was stored, or a {@link dev.mcpgateway.failure.GatewayException}
	 */
	public Mono<FileStore.Stored> write(FileStore store, FileStore.Upload upload) {
		return store.store(new FileStore.Upload(upload.key(), upload.mediaType(), upload.precondition(),
				this.guard.guard(upload::content, this.guard.streamLimit())));
	}

}
