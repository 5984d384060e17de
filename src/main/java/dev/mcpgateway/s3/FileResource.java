package dev.mcpgateway.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

	private final ObjectStore store;

	private final FileLocator files;

	FileResource(ObjectStore store, FileLocator files) {
		this.store = store;
		this.files = files;
	}

	/** Where the file with a key is read. */
	static String uri(String key) {
		return TEMPLATE.expand((variable) -> key);
	}

	@McpResource(uri = URI, name = "file", title = "File", description = "A file of the object store, by its key.",
			mimeType = "")
	Mono<ResourceContent> file(String key, ResourceRead read) {
		ResourceRead.Conditions conditions = read.conditions();
		return this.files.locate(key, "/uri")
			.flatMap((stored) -> this.store.open(stored, conditions))
			.flatMap((opened) -> switch (opened) {
				case ObjectStore.Opened.Unchanged(var etag) ->
					Mono.<ResourceContent>just(new ResourceContent.NotModified(etag));
				case ObjectStore.Opened.Streaming streaming when conditions.known().includes(streaming.head().eTag()) ->
					unread(streaming).thenReturn(new ResourceContent.NotModified(streaming.head().eTag()));
				case ObjectStore.Opened.Streaming streaming -> content(streaming);
			})
			// A resource that is not there is an empty answer.
			.onErrorResume(NotFoundException.class, (absent) -> Mono.empty());
	}

	/**
	 * Gives the bytes up, and their connection with them: with the first, since
	 * {@code take(0)} would not even subscribe.
	 */
	private static Mono<Void> unread(ObjectStore.Opened.Streaming streaming) {
		return streaming.bytes().next().then();
	}

	private static Mono<ResourceContent> content(ObjectStore.Opened.Streaming streaming) {
		GetObjectResponse head = streaming.head();
		Long length = head.contentLength();
		ResourceContent.Part part = part(head.contentRange());
		if (length == null || (part == null && head.contentRange() != null)) {
			return unread(streaming)
				.then(Mono.error(() -> new BackendFailedException(S3Backend.NAME, new IllegalStateException(
						"Content-Length %s, Content-Range %s".formatted(length, head.contentRange())))));
		}
		return Mono.just(
				new ResourceContent.Bytes(mimeType(head.contentType()), length, head.eTag(), part, streaming.bytes()));
	}

	/** What the store says of a part; nothing of the whole, or when it makes no sense. */
	private static ResourceContent.@Nullable Part part(@Nullable String contentRange) {
		Matcher matcher = CONTENT_RANGE.matcher((contentRange != null) ? contentRange : "");
		return matcher.matches() ? new ResourceContent.Part(Long.parseLong(matcher.group(1)),
				Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))) : null;
	}

	private static String mimeType(@Nullable String stored) {
		return (stored == null || stored.isBlank()) ? OCTETS : stored;
	}

}
