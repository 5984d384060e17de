package dev.mcpgateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session of an older revision, as a proper client holds it.
 */
public final class McpSession {

	/** The newest of the older revisions. */
	public static final String LEGACY = "2025-11-25";

	private final int port;

	private final String version;

	private final String id;

	private final JsonNode initialized;

	private final AtomicInteger ids = new AtomicInteger();

	private McpSession(int port, String version, String id, JsonNode initialized) {
		this.port = port;
		this.version = version;
		this.id = id;
		this.initialized = initialized;
	}

	/** Opens a session for a client that can do nothing. */
	public static McpSession open(int port) {
		return open(port, LEGACY, "{}");
	}

	/**
	 * Opens a session.
	 * @param version the revision
	 * @param capabilities what the client can do, as JSON
	 */
	public static McpSession open(int port, String version, String capabilities) {
		McpResponse response = initialize(port, version, capabilities).send();
		McpSession session = new McpSession(port, version, response.header("Mcp-Session-Id"), response.result());
		McpResponse accepted = session.notify("notifications/initialized").send();
		if (accepted.status() != 202) {
			throw new AssertionError("The session did not open: " + accepted.status() + " " + accepted.text());
		}
		return session;
	}

	/** The request that opens a session. */
	public static McpRequest initialize(int port, String version, String capabilities) {
		return McpRequest.legacy(port, "initialize")
			.param("protocolVersion", version)
			.json("capabilities", capabilities)
			.json("clientInfo", "{\"name\": \"test\", \"version\": \"1\"}");
	}

	/** Its id. */
	public String id() {
		return this.id;
	}

	/** What the gateway said of itself. */
	public JsonNode initialized() {
		return this.initialized;
	}

	/** A request in this session, under an id of its own. */
	public McpRequest request(String method) {
		return inSession(McpRequest.legacy(this.port, method).id(this.ids.incrementAndGet()));
	}

	/** A call of a tool. */
	public McpRequest call(String tool, String arguments) {
		return request("tools/call").call(tool, arguments);
	}

	/** A notification in this session. */
	public McpRequest notify(String method) {
		return inSession(McpRequest.legacy(this.port, method).withoutId());
	}

	/** An answer to a request of the gateway. */
	public McpRequest answer(JsonNode request, String result) {
		McpRequest answer = inSession(McpRequest.legacy(this.port, ""));
		answer.body().remove("method");
		answer.body().set("id", request.path("id"));
		answer.body().set("result", JsonMapper.shared().readTree(result));
		return answer;
	}

	private McpRequest inSession(McpRequest request) {
		return request.header("Mcp-Session-Id", this.id).header("MCP-Protocol-Version", this.version);
	}

	/** Listens by GET. */
	public McpResponse listen(String... headers) {
		List<String> all = new ArrayList<>(List.of("Accept", "text/event-stream"));
		all.addAll(List.of(headers));
		return method("GET", all);
	}

	/** Ends the session. */
	public McpResponse end() {
		return method("DELETE", List.of());
	}

	private McpResponse method(String method, List<String> headers) {
		List<String> all = new ArrayList<>(List.of("Mcp-Session-Id", this.id, "MCP-Protocol-Version", this.version));
		all.addAll(headers);
		return McpRequest.method(this.port, method, all.toArray(String[]::new));
	}

}
