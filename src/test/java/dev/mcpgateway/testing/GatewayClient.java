package dev.mcpgateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of a gateway on this machine, over real sockets.
 */
public final class GatewayClient implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	public GatewayClient(int port) {
		this.port = port;
	}

	/** Where the gateway serves. */
	public int port() {
		return this.port;
	}

	/** Gets a path. */
	public Answer get(String path, String... headers) {
		return send(request(path, headers).GET());
	}

	/** Sends a request of any method without a body. */
	public Answer method(String method, String path, String... headers) {
		return send(request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()));
	}

	/** Posts JSON to a path. */
	public Answer post(String path, String json, String... headers) {
		return post(path, json.getBytes(StandardCharsets.UTF_8), headers);
	}

	/** Posts an object to a path, as JSON. */
	public Answer post(String path, Map<String, ?> body) {
		return post(path, MAPPER.writeValueAsBytes(body));
	}

	/** Posts bytes to a path, as JSON. */
	public Answer post(String path, byte[] body, String... headers) {
		return send(request(path, headers).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
	}

	/** Posts text of some media type, or of none. */
	public Answer postAs(String path, String text, String... headers) {
		return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(text)));
	}

	/** Calls a tool. */
	public Answer call(String tool, String arguments, String... headers) {
		return post("/api/mcp/tool", body(tool, arguments), headers);
	}

	/** Calls a tool; the name stands first. */
	public Answer call(String tool, Map<String, ?> arguments, String... headers) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("tool_name", tool);
		body.put("arguments", arguments);
		// As bytes, because a string would lose half of a surrogate pair.
		return post("/api/mcp/tool", MAPPER.writeValueAsBytes(body), headers);
	}

	/** Calls a tool that must succeed; gives what it emitted. */
	public List<JsonNode> values(String tool, String arguments) {
		return succeeded(call(tool, arguments)).values();
	}

	/** Calls a tool that must succeed; gives what it emitted. */
	public List<JsonNode> values(String tool, Map<String, ?> arguments) {
		return succeeded(call(tool, arguments)).values();
	}

	/** Calls a tool that must emit one value. */
	public JsonNode value(String tool, String arguments) {
		return single(values(tool, arguments));
	}

	/** Calls a tool that must emit one value. */
	public JsonNode value(String tool, Map<String, ?> arguments) {
		return single(values(tool, arguments));
	}

	private static JsonNode single(List<JsonNode> values) {
		if (values.size() != 1) {
			throw new AssertionError("Not one value: " + values);
		}
		return values.getFirst();
	}

	private static Answer succeeded(Answer answer) {
		if (answer.status() != 200) {
			throw new AssertionError(answer.status() + " " + answer.text());
		}
		return answer;
	}

	/** Calls a tool that must begin well, and whose answer is taken bit by bit. */
	public InputStream open(String tool, String arguments) {
		HttpResponse<InputStream> response = exchange(toolRequest(tool, arguments),
				HttpResponse.BodyHandlers.ofInputStream());
		if (response.statusCode() != 200) {
			throw new AssertionError(response);
		}
		return response.body();
	}

	/** Calls a tool and answers with the lines as they come; closing them hangs up. */
	public Stream<String> stream(String tool, String arguments, String... headers) {
		return exchange(toolRequest(tool, arguments, headers), HttpResponse.BodyHandlers.ofLines()).body();
	}

	/** Calls a tool without waiting for the answer. */
	public CompletableFuture<Answer> callAsync(String tool, String arguments) {
		return this.http.sendAsync(toolRequest(tool, arguments), HttpResponse.BodyHandlers.ofByteArray())
			.thenApply(Answer::of);
	}

	/** Reads a resource. */
	public Answer read(String uri, String... headers) {
		return post("/api/mcp/resource", "{\"uri\": %s}".formatted(MAPPER.writeValueAsString(uri)), headers);
	}

	/** Reads a resource by its template. */
	public Answer read(String template, Map<String, ?> params, String... headers) {
		return post("/api/mcp/resource", MAPPER.writeValueAsBytes(Map.of("uri", template, "params", params)), headers);
	}

	/** Deletes a path. */
	public Answer delete(String path, String... headers) {
		return method("DELETE", path, headers);
	}

	/** The body of a call. */
	public static String body(String tool, String arguments) {
		return "{\"tool_name\": \"%s\", \"arguments\": %s}".formatted(tool, arguments);
	}

	private HttpRequest toolRequest(String tool, String arguments, String... headers) {
		return request("/api/mcp/tool", headers).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body(tool, arguments)))
			.build();
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder builder = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(this.port, path)))
			.timeout(PATIENCE);
		return (headers.length > 0) ? builder.headers(headers) : builder;
	}

	private Answer send(HttpRequest.Builder request) {
		return Answer.of(exchange(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
	}

	private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
		try {
			return this.http.send(request, handler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.http.shutdownNow();
	}

	/**
	 * What the gateway answered.
	 */
	public static final class Answer {

		private final int status;

		private final HttpHeaders headers;

		private final byte[] body;

		private Answer(int status, HttpHeaders headers, byte[] body) {
			this.status = status;
			this.headers = headers;
			this.body = body;
		}

		static Answer of(HttpResponse<byte[]> response) {
			return new Answer(response.statusCode(), response.headers(), response.body());
		}

		/** The status. */
		public int status() {
			return this.status;
		}

		/** The headers. */
		public HttpHeaders headers() {
			return this.headers;
		}

		/** The body. */
		public byte[] body() {
			return this.body;
		}

		/** The body as text. */
		public String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		/** The body as JSON. */
		public JsonNode json() {
			return MAPPER.readTree(this.body);
		}

		/** The lines of the body. */
		public List<String> lines() {
			return text().lines().toList();
		}

		/** The lines of the body, as JSON. */
		public List<JsonNode> values() {
			return text().lines().map(MAPPER::readTree).toList();
		}

		/** Where the first thing is that is wrong. */
		public String pointer() {
			return pointers().isEmpty() ? "" : pointers().getFirst();
		}

		/** Where everything is that is wrong. */
		public List<String> pointers() {
			return json().path("errors").valueStream().map((each) -> each.path("pointer").asString()).toList();
		}

		/** A line of the body as JSON; a negative number counts from the end. */
		public JsonNode line(int index) {
			List<String> lines = lines();
			return MAPPER.readTree(lines.get((index >= 0) ? index : lines.size() + index));
		}

		/** A header, or nothing. */
		public String header(String name) {
			return this.headers.firstValue(name).orElse("");
		}

		/** The kind of problem, without what all kinds begin with. */
		public String problem() {
			return header("Content-Type").startsWith("application/problem+json")
					? json().path("type").stringValue("").replace("urn:mcp-gateway:problem:", "") : "";
		}

		@Override
		public String toString() {
			return this.status + " " + text();
		}

	}

}
