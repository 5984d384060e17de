package dev.mcpgateway.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes messages, each on one line: results and parameters come written already and are
 * put into their envelope as bytes.
 */
public final class JsonRpcWriter {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final byte[] START = ascii("{\"jsonrpc\":\"2.0\",\"id\":");

	private static final byte[] RESULT = ascii(",\"result\":");

	private JsonRpcWriter() {
	}

	/**
	 * A response with a result.
	 * @param result its JSON, on one line
	 */
	public static byte[] result(RequestId id, byte[] result) {
		byte[] idBytes = id.json().getBytes(StandardCharsets.UTF_8);
		byte[] message = new byte[START.length + idBytes.length + RESULT.length + result.length + 1];
		int offset = put(START, message, 0);
		offset = put(idBytes, message, offset);
		offset = put(RESULT, message, offset);
		offset = put(result, message, offset);
		message[offset] = '}';
		return message;
	}

	/** A response with an error; without an identifier when none could be read. */
	public static byte[] error(@Nullable RequestId id, JsonRpcError error) {
		ObjectNode body = MAPPER.createObjectNode().put("code", error.code()).put("message", error.message());
		Optional.ofNullable(error.data()).ifPresent((data) -> body.set("data", data));
		String prefix = (id != null) ? "\"id\":" + id.json() + "," : "";
		return ("{\"jsonrpc\":\"2.0\"," + prefix + "\"error\":" + body + "}").getBytes(StandardCharsets.UTF_8);
	}

	/** A notification. */
	public static byte[] notification(String method, ObjectNode params) {
		return ("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	/** A request. */
	public static byte[] request(RequestId id, String method, ObjectNode params) {
		return ("{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"method\":\"" + method + "\",\"params\":" + params
				+ "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static int put(byte[] source, byte[] target, int offset) {
		System.arraycopy(source, 0, target, offset, source.length);
		return offset + source.length;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
