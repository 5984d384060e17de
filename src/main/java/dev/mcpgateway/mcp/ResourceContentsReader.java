package dev.mcpgateway.mcp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.invocation.JsonSize;
import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.model.ResourceContents;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Makes of what a resource gives the contents that fit into one message.
 */
final class ResourceContentsReader {

	private final ResultProperties limits;

	private final JsonMapper mapper;

	ResourceContentsReader(ResultProperties limits, JsonMapper mapper) {
		this.limits = limits;
		this.mapper = mapper;
	}

	/**
	 * Reads the content.
	 * @param uri the resource's URI
	 * @return the contents; fails when they are larger than a result may be, since half
	 * of them would be taken for the whole
	 */
	Mono<ReadResourceResult> read(String uri, ResourceContent content) {
		return switch (content) {
			case ResourceContent.Json(var value) -> {
				String json = ErrorBoundary.within(() -> this.mapper.writeValueAsString(value));
				yield fitting(new ResourceContents.Text(uri, "application/json", json));
			}
			case ResourceContent.Bytes bytes -> readBytes(uri, bytes);
			case ResourceContent.NotModified unchanged ->
				Mono.error(new IllegalStateException("Nobody asked whether it is modified"));
		};
	}

	private Mono<ReadResourceResult> readBytes(String uri, ResourceContent.Bytes bytes) {
		long least = leastSize(bytes);
		if (least > maxSize()) {
			return bytes.release().then(Mono.error(() -> tooLarge(least)));
		}
		return bytes.body()
			.collect(() -> ByteBuffer.allocate(Math.toIntExact(bytes.length())), ByteBuffer::put)
			.flatMap((whole) -> fitting(contents(uri, bytes.mimeType(), whole.flip())));
	}

	/** What can be told before the bytes are there. */
	private static long leastSize(ResourceContent.Bytes bytes) {
		return charset(bytes.mimeType())
			// No charset takes more than four bytes where UTF-8 takes one.
			.map((charset) -> charset.equals(StandardCharsets.UTF_8) ? bytes.length() : bytes.length() / 4)
			.orElseGet(() -> (bytes.length() + 2) / 3 * 4);
	}

	private Mono<ReadResourceResult> fitting(ResourceContents contents) {
		long size = switch (contents) {
			case ResourceContents.Text text -> JsonSize.ofString(text.text());
			case ResourceContents.Blob blob -> blob.blob().length();
		};
		return (size > maxSize()) ? Mono.error(tooLarge(size)) : Mono.just(new ReadResourceResult(List.of(contents)));
	}

	/**
	 * Text whose bytes do not fit its charset, or whose charset is not known, is a blob.
	 */
	private static ResourceContents contents(String uri, String mimeType, ByteBuffer whole) {
		return charset(mimeType).flatMap((charset) -> decode(whole.duplicate(), charset))
			.<ResourceContents>map((decoded) -> new ResourceContents.Text(uri, mimeType, decoded))
			.orElseGet(() -> new ResourceContents.Blob(uri, mimeType, base64(whole)));
	}

	private static String base64(ByteBuffer whole) {
		byte[] bytes = new byte[whole.remaining()];
		whole.get(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

	/** The charset of a text; nothing for what is no text. */
	private static Optional<Charset> charset(String mimeType) {
		try {
			MimeType type = MimeTypeUtils.parseMimeType(mimeType);
			Charset charset = type.getCharset();
			return isText(type) ? Optional.of((charset != null) ? charset : StandardCharsets.UTF_8) : Optional.empty();
		}
		catch (InvalidMimeTypeException ex) {
			return Optional.empty();
		}
	}

	private static boolean isText(MimeType type) {
		String subtype = type.getSubtype().toLowerCase(Locale.ROOT);
		return type.getType().equalsIgnoreCase("text") || subtype.endsWith("json") || subtype.endsWith("xml")
				|| subtype.endsWith("yaml")
				|| (type.getType() + "/" + subtype).equalsIgnoreCase("application/javascript");
	}

	private static Optional<String> decode(ByteBuffer bytes, Charset charset) {
		try {
			CharBuffer text = charset.newDecoder().decode(bytes);
			return Optional.of(text.toString());
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
	}

	private long maxSize() {
		return this.limits.maxContentSize();
	}

	private ToolExecutionException tooLarge(long size) {
		return new ToolExecutionException(
				"The resource would have %d bytes in a result, which may have %d.".formatted(size, maxSize()));
	}

}
