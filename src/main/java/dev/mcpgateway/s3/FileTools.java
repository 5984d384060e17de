package dev.mcpgateway.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ResourceUpdates;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The tools on files. A key means what it says: nothing in it is decoded.
 */
class FileTools {

	private static final String KEY = "The key: its path without a leading slash, at most 1024 bytes.";

	private final ObjectStore store;

	private final KeySpace keys;

	private final FileLocator files;

	private final FileAddresses addresses;

	private final ResourceUpdates updates;

	FileTools(ObjectStore store, KeySpace keys, FileLocator files, FileAddresses addresses, ResourceUpdates updates) {
		this.store = store;
		this.keys = keys;
		this.files = files;
		this.addresses = addresses;
		this.updates = updates;
	}

	@McpTool(name = "upload_file", title = "Upload file",
			description = "Stores a file under a key, in place of one that is there already. Answers with the address "
					+ "of the file in the object store, which asks for the store's own credentials: presign_file gives "
					+ "an address that works without.",
			destructive = true, idempotent = true, result = Uploaded.class)
	Flux<CallToolEvent> upload(@McpParam(description = KEY) String key,
			@McpParam(description = "What the file holds.") String content,
			@McpParam(name = "content_type",
					description = "The media type of the file, at most 255 characters. When left out, text is "
							+ "text/plain, and the type of other files is guessed from the key's extension.") @Size(
									min = 1, max = FileType.MAX_LENGTH) @Nullable String contentType,
			@McpParam(
					description = "What the content is: 'text', stored in the charset of content_type, UTF-8 when "
							+ "it names none, or 'base64', stored as the bytes that it stands for.",
					defaultValue = "text") Encoding encoding) {
		String stored = this.keys.locateNew(key, "/key");
		FileType type = (contentType == null && encoding == Encoding.TEXT) ? FileType.TEXT
				: FileType.ofOrGuess(contentType, key, "/content_type");
		byte[] bytes = encoding.decode(content, type);
		Uploaded uploaded = new Uploaded(true, "Stored %d bytes as '%s'.".formatted(bytes.length, key),
				this.addresses.plain(stored));
		return this.store.put(stored, bytes, type.value())
			.<CallToolEvent>map((sent) -> new CallToolEvent.Progress(sent, (double) bytes.length, "bytes stored"))
			.concatWith(Mono.fromSupplier(() -> {
				this.updates.updated(FileResource.uri(key));
				return new CallToolEvent.Item(uploaded);
			}));
	}

	@McpTool(name = "list_files", title = "List files",
			description = "Lists the files whose keys start with a prefix, in the order of their keys. Left out are "
					+ "objects whose keys would lead elsewhere, such as those with '..' as a segment.",
			readOnly = true)
	Flux<StoredFile> list(
			@McpParam(description = "What the keys start with; every file when left out.") @Nullable String prefix) {
		return this.store.list(this.keys.locatePrefix((prefix != null) ? prefix : "", "/prefix"))
			.filter((object) -> this.keys.isAddressable(object.key()))
			.map(this::stored);
	}

	private StoredFile stored(S3Object object) {
		return new StoredFile(this.keys.relative(object.key()), object.size(), object.lastModified(), object.eTag());
	}

	/**
	 * S3 itself does not tell whether there was something to delete, so it is asked
	 * before.
	 */
	@McpTool(name = "delete_file", title = "Delete file", description = "Deletes the file with a key.",
			destructive = true, idempotent = true)
	Mono<Deleted> delete(@McpParam(description = KEY) String key) {
		return this.files.locate(key, "/key")
			.flatMap((stored) -> this.store.exists(stored).then(this.store.delete(stored)))
			.thenReturn(new Deleted(true, "Deleted '%s'.".formatted(key)))
			.doOnNext((deleted) -> this.updates.updated(FileResource.uri(key)));
	}

	/** Blocks where credentials come from the default chain, hence a plain value. */
	@McpTool(name = "presign_file", title = "Presign file",
			description = "Makes an address from which anybody may download the file until it expires. Does not look "
					+ "whether the file is there.",
			readOnly = true)
	Presigned presign(@McpParam(description = KEY) String key, @McpParam(name = "expires_in",
			description = "For how long, in seconds: 1 to 604800; 900 when left out.") @Min(1) @Max(604_800) @Nullable Integer expiresIn) {
		String stored = Objects.requireNonNull(this.files.locate(key, "/key").block());
		return this.addresses.presigned(stored, (expiresIn != null) ? Duration.ofSeconds(expiresIn) : null);
	}

	/**
	 * How the content of a file is written in the arguments.
	 */
	enum Encoding {

		/** As text, which is stored in the charset of its media type. */
		@JsonProperty("text")
		TEXT,

		/** As Base64 (RFC 4648, section 4) of the bytes. */
		@JsonProperty("base64")
		BASE64;

		byte[] decode(String content, FileType type) {
			return switch (this) {
				case TEXT -> type.encode(content, "/content");
				case BASE64 -> {
					try {
						yield Base64.getDecoder().decode(content);
					}
					catch (IllegalArgumentException ex) {
						throw new InvalidArgumentsException("/content",
								"not Base64 with the standard alphabet and without line breaks");
					}
				}
			};
		}

	}

	/**
	 * A file is stored.
	 *
	 * @param url its address in the object store
	 */
	record Uploaded(boolean success, String message, String url) {
	}

	/**
	 * A file in a list.
	 *
	 * @param size in bytes
	 * @param etag the entity tag, with its quotes
	 */
	record StoredFile(String key, long size, @JsonProperty("last_modified") @Nullable Instant lastModified,
			@Nullable String etag) {
	}

	/**
	 * A file is deleted.
	 */
	record Deleted(boolean success, String message) {
	}

	/**
	 * An address from which anybody may download.
	 */
	record Presigned(String url, @JsonProperty("expires_at") Instant expiresAt) {
	}

}
