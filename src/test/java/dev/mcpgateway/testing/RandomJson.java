package dev.mcpgateway.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as a hostile or careless client might send it: mostly the members of messages,
 * with values of every type.
 */
public final class RandomJson {

	private static final List<String> MEMBERS = List.of("jsonrpc", "id", "method", "params", "result", "error", "code",
			"message", "_meta", "name", "arguments", "uri", "cursor", "ref", "type", "argument", "value", "context",
			"level", "notifications", "toolsListChanged", "resourceSubscriptions", "taskIds", "taskId",
			"inputResponses", "requestState", "progressToken", "protocolVersion", "capabilities", "elicitation",
			"extensions", "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities",
			"io.modelcontextprotocol/logLevel", "traceparent", "", "x");

	private static final List<String> STRINGS = List.of("2.0", "2026-07-28", "2025-11-25", "initialize", "tools/call",
			"tools/list", "resources/read", "prompts/get", "completion/complete", "subscriptions/listen",
			"logging/setLevel", "tasks/get", "tasks/update", "server/discover", "ping", "ref/prompt", "ref/resource",
			"debug", "", "\u0000", "\n", "\uD83D\uDE00", "a".repeat(5000), "../..", "unknown/method");

	private final Random random;

	public RandomJson(long seed) {
		this.random = new Random(seed);
	}

	/** Any value. */
	public JsonNode value(int depth) {
		JsonNodeFactory json = JsonNodeFactory.instance;
		return switch (this.random.nextInt((depth > 0) ? 11 : 8)) {
			case 0 -> json.nullNode();
			case 1 -> json.booleanNode(this.random.nextBoolean());
			case 2 -> json.numberNode(this.random.nextInt());
			case 3 -> json.numberNode(new BigInteger(200, this.random).negate());
			case 4 -> json.numberNode(new BigDecimal(this.random.nextDouble()).scaleByPowerOfTen(-5));
			case 5, 6, 7 -> json.stringNode(string());
			case 8 -> array(depth);
			default -> object(depth);
		};
	}

	/** Something that looks like a message. */
	public ObjectNode message() {
		ObjectNode message = object(4);
		if (mostly()) {
			message.put("jsonrpc", "2.0");
		}
		if (mostly()) {
			message.put("method", string());
		}
		if (mostly()) {
			ObjectNode params = object(4);
			if (mostly()) {
				ObjectNode meta = params.putObject("_meta");
				meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
				meta.set("io.modelcontextprotocol/clientCapabilities", mostly() ? object(2) : value(1));
				if (this.random.nextBoolean()) {
					meta.set("progressToken", value(1));
				}
			}
			message.set("params", params);
		}
		if (this.random.nextBoolean()) {
			message.remove("id");
			message.put("id", this.random.nextInt(5));
		}
		return message;
	}

	public String string() {
		return STRINGS.get(this.random.nextInt(STRINGS.size()));
	}

	public boolean mostly() {
		return this.random.nextInt(5) > 0;
	}

	/** Any bytes. */
	public byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt(200)];
		this.random.nextBytes(bytes);
		return bytes;
	}

	/** The same bytes with some of them changed, lost or doubled. */
	public byte[] damaged(byte[] whole) {
		byte[] damaged = whole.clone();
		for (int i = 0; i <= this.random.nextInt(4) && damaged.length > 0; i++) {
			damaged[this.random.nextInt(damaged.length)] = (byte) this.random.nextInt(256);
		}
		return this.random.nextBoolean() ? damaged : Arrays.copyOf(damaged, this.random.nextInt(damaged.length + 1));
	}

	private ArrayNode array(int depth) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			array.add(value(depth - 1));
		}
		return array;
	}

	private ObjectNode object(int depth) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = this.random.nextInt(6); i > 0; i--) {
			object.set(MEMBERS.get(this.random.nextInt(MEMBERS.size())), value(depth - 1));
		}
		return object;
	}

}
