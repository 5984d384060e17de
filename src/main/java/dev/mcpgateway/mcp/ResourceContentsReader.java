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

import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.model.ResourceContents;
import reactor.core.publisher.Flux;
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
				String json = this.mapper.writeValueAsString(value);
				yield (json.length() > maxSize()) ? Mono.error(tooLarge(json.length()))
						: Mono.just(result(new ResourceContents.Text(uri, "application/json", json)));
			}
			case ResourceContent.Bytes bytes -> readBytes(uri, bytes);
			case ResourceContent.NotModified unchanged ->
				Mono.error(new IllegalStateException("Nobody asked whether it is modified"));
		};
	}

	private Mono<ReadResourceResult> readBytes(String uri, ResourceContent.Bytes bytes) {
		Flux<ByteBuffer> body = bytes.body();
		if (bytes.length() > maxSize()) {
			// The body has to be let go of.
			return body.take(0).then(Mono.error(() -> tooLarge(bytes.length())));
		}
		return body.collect(() -> ByteBuffer.allocate(Math.toIntExact(bytes.length())), ByteBuffer::put)
			.map((whole) -> result(contents(uri, bytes.mimeType(), whole.flip())));
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
		return this.limits.maxSize().toBytes();
	}

	private ToolExecutionException tooLarge(long size) {
		return new ToolExecutionException(
				"The resource has %d bytes, and a result may have %d; read it through POST /api/mcp/resource."
					.formatted(size, maxSize()));
	}

	private static ReadResourceResult result(ResourceContents contents) {
		return new ReadResourceResult(List.of(contents));
	}

}
