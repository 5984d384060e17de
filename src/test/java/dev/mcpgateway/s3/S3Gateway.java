package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a gateway as a client does.
 */
final class S3Gateway {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	S3Gateway(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	URI base() {
		return this.base;
	}

	HttpResponse<byte[]> call(String tool, Map<String, ?> arguments) {
		return send("/api/mcp/tool", Map.of("tool_name", tool, "arguments", arguments), List.of());
	}

	/** Uploads Base64; the tool's name stands first, as large bodies need it. */
	HttpResponse<byte[]> uploadBase64(String key, String content) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("tool_name", "upload_file");
		body.put("arguments", Map.of("key", key, "content", content, "encoding", "base64"));
		return send("/api/mcp/tool", body, List.of());
	}

	/** The lines of a call that is answered with 200. */
	List<JsonNode> lines(String tool, Map<String, ?> arguments) {
		HttpResponse<byte[]> answer = call(tool, arguments);
		if (answer.statusCode() != 200) {
			throw new AssertionError(answer.statusCode() + " " + text(answer));
		}
		return text(answer).lines().map(JSON::readTree).toList();
	}

	JsonNode line(String tool, Map<String, ?> arguments) {
		return lines(tool, arguments).getFirst();
	}

	/** Stores text. */
	void upload(String key, String content) {
		line("upload_file", Map.of("key", key, "content", content));
	}

	/** Reads by the template, so that the key needs no encoding. */
	HttpResponse<byte[]> read(String key, String... headers) {
		return send("/api/mcp/resource", Map.of("uri", "files://{+key}", "params", Map.of("key", key)),
				List.of(headers));
	}

	HttpResponse<byte[]> readUri(String uri) {
		return send("/api/mcp/resource", Map.of("uri", uri), List.of());
	}

	HttpResponse<byte[]> get(String path) {
		return exchange(HttpRequest.newBuilder(this.base.resolve(path)));
	}

	private HttpResponse<byte[]> send(String path, Object body, List<String> headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
		if (!headers.isEmpty()) {
			request.headers(headers.toArray(String[]::new));
		}
		return exchange(request);
	}

	private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
		try {
			return this.client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static String text(HttpResponse<byte[]> answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

	static JsonNode json(HttpResponse<byte[]> answer) {
		return JSON.readTree(answer.body());
	}

}
