package dev.mcpgateway.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.feature.ResourceContent;
import reactor.core.publisher.Flux;

/**
 * Resources with text and with bytes, and a family of them.
 */
@Fixture
class ResourceFixtures {

	@McpResource(uri = "test://static-text", name = "static-text", description = "A text.", mimeType = "text/plain")
	ResourceContent text() {
		return text("This is the content of the static text resource.");
	}

	@McpResource(uri = "test://static-binary", name = "static-binary", description = "An image.",
			mimeType = "image/png")
	ResourceContent binary() {
		return bytes("image/png", Base64.getDecoder().decode(Samples.PNG));
	}

	@McpResource(uri = "test://watched-resource", name = "watched-resource", description = "A text to subscribe to.",
			mimeType = "text/plain")
	ResourceContent watched() {
		return text("Watched resource content");
	}

	@McpResource(uri = "test://template/{id}/data", name = "template", description = "Data by its id.")
	Data data(String id) {
		return new Data(id, true, "Data for ID: " + id);
	}

	private static ResourceContent text(String text) {
		return bytes("text/plain", text.getBytes(StandardCharsets.UTF_8));
	}

	private static ResourceContent bytes(String mimeType, byte[] bytes) {
		return new ResourceContent.Bytes(mimeType, bytes.length, null, null,
				Flux.defer(() -> Flux.just(ByteBuffer.wrap(bytes))));
	}

	record Data(String id, boolean templateTest, String data) {
	}

}
