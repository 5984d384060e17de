package dev.mcpgateway.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One POST to the MCP endpoint, proper unless a test spoils it: its headers follow from
 * its body when it is sent, except those that were set or taken away.
 */
public final class McpRequest {

	/** The modern revision. */
	public static final String MODERN = "2026-07-28";

	/** What every key of the protocol's own begins with. */
	public static final String PREFIX = "io.modelcontextprotocol/";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final ObjectNode body = MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1);

	private final Map<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private McpRequest(int port, String method) {
		this.port = port;
		this.body.put("method", method);
		this.headers.put("Content-Type", "application/json");
		this.headers.put("Accept", "application/json, text/event-stream");
	}

	/** A request of the modern revision, by a client that can do nothing. */
	public static McpRequest modern(int port, String method) {
		McpRequest request = new McpRequest(port, method).meta(PREFIX + "protocolVersion", MODERN)
			.meta(PREFIX + "clientInfo", Map.of("name", "test", "version", "1"))
			.capabilities("{}");
		request.headers.put("MCP-Protocol-Version", MODERN);
		request.headers.put("Mcp-Method", method);
		return request;
	}

	/** A request of an older revision, outside any session. */
	public static McpRequest legacy(int port, String method) {
		return new McpRequest(port, method);
	}

	/** The id, of any type. */
	public McpRequest id(@Nullable Object id) {
		this.body.set("id", MAPPER.valueToTree(id));
		return this;
	}

	/** Makes it a notification. */
	public McpRequest withoutId() {
		this.body.remove("id");
		return this;
	}

	/** One parameter; a {@code String} stands for itself. */
	public McpRequest param(String name, @Nullable Object value) {
		params().set(name, MAPPER.valueToTree(value));
		return this;
	}

	/** One parameter, as JSON. */
	public McpRequest json(String name, String json) {
		params().set(name, MAPPER.readTree(json));
		return this;
	}

	/** The name and arguments of a call. */
	public McpRequest call(String name, String arguments) {
		return param("name", name).json("arguments", arguments);
	}

	/** One member of {@code _meta}. */
	public McpRequest meta(String key, @Nullable Object value) {
		params().withObjectProperty("_meta").set(key, MAPPER.valueToTree(value));
		return this;
	}

	/** Takes a member of {@code _meta} away. */
	public McpRequest withoutMeta(String key) {
		params().withObjectProperty("_meta").remove(key);
		return this;
	}

	/** What the client of this modern request can do. */
	public McpRequest capabilities(String json) {
		return meta(PREFIX + "clientCapabilities", MAPPER.readTree(json));
	}

	/** Sets a header. */
	public McpRequest header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/** Takes a header away, and keeps it away. */
	public McpRequest without(String header) {
		this.headers.put(header, null);
		return this;
	}

	/** The body as it is now; changes to it are sent. */
	public ObjectNode body() {
		return this.body;
	}

	private ObjectNode params() {
		return this.body.withObjectProperty("params");
	}

	/** Sends it. */
	public McpResponse send() {
		return send(this.body.toString());
	}

	/** Sends other bytes under the same headers. */
	public McpResponse send(String text) {
		HttpRequest request = http(text);
		return McpResponse.sent(() -> HTTP.send(request, HttpResponse.BodyHandlers.ofLines()));
	}

	/** Sends it without waiting. */
	public CompletableFuture<McpResponse> sendAsync() {
		return sendAsync(this.body.toString());
	}

	/** Sends other bytes under the same headers, without waiting. */
	public CompletableFuture<McpResponse> sendAsync(String text) {
		return HTTP.sendAsync(http(text), HttpResponse.BodyHandlers.ofLines()).thenApply(McpResponse::new);
	}

	/** Sends it, for its result. */
	public JsonNode result() {
		return send().result();
	}

	/** Sends it, for its error. */
	public JsonNode error() {
		return send().error();
	}

	private HttpRequest http(String text) {
		name();
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/mcp"))
			.timeout(PATIENCE)
			.POST(HttpRequest.BodyPublishers.ofString(text));
		this.headers.forEach((name, value) -> {
			if (value != null) {
				builder.header(name, value);
			}
		});
		return builder.build();
	}

	/** What the modern revision calls the standard headers. */
	private void name() {
		JsonNode params = this.body.path("params");
		String name = switch (this.body.path("method").asString("")) {
			case "tools/call", "prompts/get" -> params.path("name").asString("");
			case "resources/read" -> params.path("uri").asString("");
			case "tasks/get", "tasks/update", "tasks/cancel" -> params.path("taskId").asString("");
			default -> "";
		};
		if (!name.isEmpty() && this.headers.containsKey("Mcp-Method") && !this.headers.containsKey("Mcp-Name")) {
			this.headers.put("Mcp-Name", headerValue(name));
		}
	}

	/** A value as a header carries it. */
	public static String headerValue(String value) {
		boolean plain = value.chars().allMatch((each) -> each >= 0x20 && each < 0x7f) && value.strip().equals(value)
				&& !(value.startsWith("=?base64?") && value.endsWith("?="));
		return plain ? value
				: "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
	}

	/** Asks the endpoint with another method of HTTP, without a body. */
	public static McpResponse method(int port, String method, String... headers) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp"))
			.timeout(PATIENCE)
			.method(method, HttpRequest.BodyPublishers.noBody());
		HttpRequest request = ((headers.length > 0) ? builder.headers(headers) : builder).build();
		return McpResponse.sent(() -> HTTP.send(request, HttpResponse.BodyHandlers.ofLines()));
	}

}
