package dev.mcpgateway.s3;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;

/**
 * What tests do with files.
 */
final class FileCalls {

	private FileCalls() {
	}

	/** Stores text. */
	static void upload(GatewayClient gateway, String key, String content) {
		gateway.value("upload_file", Map.of("key", key, "content", content));
	}

	/** Uploads Base64. */
	static Answer uploadBase64(GatewayClient gateway, String key, String content) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		arguments.put("key", key);
		arguments.put("content", content);
		arguments.put("encoding", "base64");
		return gateway.call("upload_file", arguments);
	}

	/** Reads by the template, so that the key needs no encoding. */
	static Answer read(GatewayClient gateway, String key, String... headers) {
		return gateway.read("files://{+key}", Map.of("key", key), headers);
	}

}
