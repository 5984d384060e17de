package dev.mcpgateway.s3;

import java.util.Optional;

import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.feature.UriTemplate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The files as resources: their bytes as they are stored, streamed, with the media type
 * that they were stored with. An encoding that they were stored with
 * ({@code Content-Encoding}) is not undone, and not told.
 */
class FileResource {

	static final String URI = "files://{+key}";

	private static final UriTemplate TEMPLATE = UriTemplate.parse(URI);

	private static final String OCTETS = "application/octet-stream";

	private final ObjectStore store;

	private final KeySpace keys;

	FileResource(ObjectStore store, KeySpace keys) {
		this.store = store;
		this.keys = keys;
	}

	/** Where the file with a key is read. */
	static String uri(String key) {
		return TEMPLATE.expand((variable) -> key);
	}

	@McpResource(uri = URI, name = "file", title = "File", description = "A file of the object store, by its key.",
			mimeType = "")
	Mono<ResourceContent> file(String key, ResourceRead read) {
		EntityTags had = EntityTags.parse(read.conditions().ifNoneMatch());
		Optional<String> range = ByteRange.parse(read.conditions().range());
		return this.store.open(this.keys.locate(key, "/uri"), range, had.single()).flatMap((opened) -> switch (opened) {
			case ObjectStore.Opened.Unchanged unchanged ->
				Mono.<ResourceContent>just(new ResourceContent.NotModified(had.single().orElse(null)));
			case ObjectStore.Opened.Streaming streaming when had.match(streaming.head().eTag()) ->
				unread(streaming).thenReturn(new ResourceContent.NotModified(streaming.head().eTag()));
			case ObjectStore.Opened.Streaming streaming -> content(streaming);
		})
			// A resource that is not there is an empty answer.
			.onErrorResume(NotFoundException.class, (absent) -> Mono.empty());
	}

	/** Gives the bytes up, and their connection with them. */
	private static Mono<Void> unread(ObjectStore.Opened.Streaming streaming) {
		return streaming.bytes().take(0).then();
	}

	private static Mono<ResourceContent> content(ObjectStore.Opened.Streaming streaming) {
		GetObjectResponse head = streaming.head();
		Long length = head.contentLength();
		if (length == null) {
			return unread(streaming).then(Mono.error(
					() -> new BackendFailedException(S3Backend.NAME, new IllegalStateException("no Content-Length"))));
		}
		return Mono.just(new ResourceContent.Bytes(mimeType(head.contentType()), length, head.eTag(),
				head.contentRange(), streaming.bytes()));
	}

	private static String mimeType(@Nullable String stored) {
		return (stored == null || stored.isBlank()) ? OCTETS : stored;
	}

}
