package dev.mcpgateway.mcp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
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

	private static ResourceContents contents(String uri, String mimeType, ByteBuffer whole) {
		Optional<String> text = isText(mimeType) ? decode(whole.duplicate()) : Optional.empty();
		return text.<ResourceContents>map((decoded) -> new ResourceContents.Text(uri, mimeType, decoded))
			.orElseGet(() -> new ResourceContents.Blob(uri, mimeType, base64(whole)));
	}

	private static String base64(ByteBuffer whole) {
		byte[] bytes = new byte[whole.remaining()];
		whole.get(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

	private static boolean isText(String mimeType) {
		String type = mimeType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
		return type.startsWith("text/") || type.endsWith("json") || type.endsWith("xml") || type.endsWith("yaml")
				|| type.equals("application/javascript");
	}

	private static Optional<String> decode(ByteBuffer bytes) {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
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
