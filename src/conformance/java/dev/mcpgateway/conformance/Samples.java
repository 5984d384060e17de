package dev.mcpgateway.conformance;

import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.ResourceContents;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pieces that several features are made of.
 */
final class Samples {

	/** An image of one pixel, base64. */
	static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

	/** A sound of one sample, base64. */
	static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

	private Samples() {
	}

	static ContentBlock.Text text(String text) {
		return new ContentBlock.Text(text);
	}

	static ContentBlock.Image image() {
		return new ContentBlock.Image(PNG, "image/png");
	}

	static ContentBlock.EmbeddedResource resource(String uri, String mimeType, String text) {
		return new ContentBlock.EmbeddedResource(new ResourceContents.Text(uri, mimeType, text));
	}

	/** A form whose fields are given as a JSON Schema. */
	static InputRequest form(String message, String schema) {
		return new InputRequest.Elicitation(message, json(schema));
	}

	/** A form of one required field. */
	static InputRequest form(String message, String field, String type) {
		return form(message, """
				{"type": "object", "properties": {"%1$s": {"type": "%2$s"}}, "required": ["%1$s"]}
				""".formatted(field, type));
	}

	/** A message that the client's model is to write. */
	static InputRequest sampling(String prompt, int maxTokens) {
		ObjectNode params = JsonMapper.shared().createObjectNode();
		ObjectNode message = params.putArray("messages").addObject().put("role", "user");
		message.putObject("content").put("type", "text").put("text", prompt);
		return new InputRequest.Sampling(params.put("maxTokens", maxTokens));
	}

	/** What a form was filled with; missing when it was not accepted. */
	static String field(ObjectNode answer, String name) {
		return answer.path("content").path(name).asString("nobody knows");
	}

	/** What the client's model wrote. */
	static String written(ObjectNode answer) {
		return answer.path("content").path("text").asString("");
	}

	static ObjectNode json(String text) {
		return (ObjectNode) JsonMapper.shared().readTree(text);
	}

}
