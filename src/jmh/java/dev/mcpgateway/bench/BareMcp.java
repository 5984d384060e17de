package dev.mcpgateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The least that answers MCP: from bytes to bytes, without any check. What it costs is
 * JSON.
 */
final class BareMcp {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final byte[] list;

	/**
	 * Creates a function.
	 * @param listSize how many bytes it answers to {@code tools/list}
	 */
	BareMcp(int listSize) {
		byte[] before = "{\"jsonrpc\":\"2.0\",\"id\":1000000,\"result\":{\"filler\":\""
			.getBytes(StandardCharsets.UTF_8);
		byte[] after = "\"}}".getBytes(StandardCharsets.UTF_8);
		this.list = Arrays.copyOf(before, Math.max(listSize, before.length + after.length));
		Arrays.fill(this.list, before.length, this.list.length, (byte) 'x');
		System.arraycopy(after, 0, this.list, this.list.length - after.length, after.length);
	}

	/** Answers one message. */
	byte[] answer(byte[] body) {
		JsonNode message = MAPPER.readTree(body);
		JsonNode params = message.path("params");
		if ("tools/list".equals(message.path("method").asString())) {
			return this.list;
		}
		if (!"echo".equals(params.path("name").asString())) {
			throw new IllegalArgumentException("This server only knows echo");
		}
		String text = params.path("arguments").path("message").asString();
		ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
		answer.set("id", message.path("id"));
		answer.putObject("result").putArray("content").addObject().put("type", "text").put("text", text);
		return MAPPER.writeValueAsBytes(answer);
	}

}
