package dev.mcpgateway.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a gateway as a client does. Bodies are written as JSON text, so that tests
 * show what is sent.
 */
final class MongoGateway {

	static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	MongoGateway(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	/** Calls a tool. */
	Answer call(String tool, String arguments) {
		return post("/api/mcp/tool", body(tool, arguments), BodyHandlers.ofString());
	}

	/** Calls a tool that must emit one value. */
	JsonNode value(String tool, String arguments) {
		List<JsonNode> values = values(tool, arguments);
		if (values.size() != 1) {
			throw new AssertionError("Not one value: " + values);
		}
		return values.getFirst();
	}

	/** Calls a tool that must succeed. */
	List<JsonNode> values(String tool, String arguments) {
		Answer answer = call(tool, arguments);
		if (answer.status() != 200) {
			throw new AssertionError(answer);
		}
		return answer.lines();
	}

	/** Stores an item and gives its id. */
	String create(String collection, String data) {
		return value("create_item", "{\"collection\": \"%s\", \"data\": %s}".formatted(collection, data)).get("id")
			.stringValue();
	}

	/** Calls a tool whose answer is taken bit by bit. */
	InputStream stream(String tool, String arguments) {
		HttpResponse<InputStream> response = exchange(request("/api/mcp/tool", body(tool, arguments)),
				BodyHandlers.ofInputStream());
		if (response.statusCode() != 200) {
			throw new AssertionError(response);
		}
		return response.body();
	}

	/** Reads a resource by its URI. */
	Answer read(String uri) {
		return post("/api/mcp/resource", JSON.writeValueAsString(Map.of("uri", uri)), BodyHandlers.ofString());
	}

	/** Reads an item by the template. */
	Answer item(String collection, String id) {
		return post("/api/mcp/resource", JSON.writeValueAsString(Map.of("uri", "items://{collection}/{item_id}",
				"params", Map.of("collection", collection, "item_id", id))), BodyHandlers.ofString());
	}

	Answer get(String path) {
		HttpResponse<String> response = exchange(HttpRequest.newBuilder(this.base.resolve(path)),
				BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.body());
	}

	private static String body(String tool, String arguments) {
		return "{\"tool_name\": \"%s\", \"arguments\": %s}".formatted(tool, arguments);
	}

	private HttpRequest.Builder request(String path, String body) {
		return HttpRequest.newBuilder(this.base.resolve(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
	}

	private Answer post(String path, String body, BodyHandler<String> handler) {
		HttpResponse<String> response = exchange(request(path, body), handler);
		return new Answer(response.statusCode(), response.body());
	}

	private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
		try {
			return this.client.send(request.timeout(Duration.ofSeconds(60)).build(), handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer.
	 */
	record Answer(int status, String body) {

		JsonNode json() {
			return JSON.readTree(this.body);
		}

		List<JsonNode> lines() {
			return this.body.lines().map(JSON::readTree).toList();
		}

		/** The kind of problem. */
		String problem() {
			String type = json().path("type").asString("");
			return type.substring(type.lastIndexOf(':') + 1);
		}

		/** Where the first thing is that is wrong. */
		String pointer() {
			return json().path("errors").path(0).path("pointer").asString("");
		}

	}

}
