package dev.mcpgateway.mcp;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How HTTP carries the modern revision (2026-07-28, Streamable HTTP).
 */
@GatewayTest
class ModernHttpTests {

	private final int port;

	ModernHttpTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2026-http-endpoint")
	void oneEndpointTakesEverything() {
		for (String method : List.of("server/discover", "tools/list", "resources/list", "prompts/list")) {
			assertThat(McpRequest.modern(this.port, method).send().status()).isEqualTo(200);
		}
	}

	@Test
	void itHasNoGetAndNoDelete() {
		for (String method : List.of("GET", "DELETE", "PUT")) {
			McpResponse response = McpRequest.method(this.port, method, "MCP-Protocol-Version", McpRequest.MODERN,
					"Accept", "text/event-stream");
			assertThat(response.status()).isEqualTo(405);
			assertThat(response.header("Allow")).contains("POST");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "null", "https://localhost.evil.example" })
	@Requirement({ "2026-http-origin", "2026-http-origin-403" })
	void pagesOfOtherOriginsMayNotCall(String origin) {
		for (String method : List.of("tools/list", "server/discover", "no/such")) {
			McpResponse response = McpRequest.modern(this.port, method).header("Origin", origin).send();
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.response().has("id")).isFalse();
		}
	}

	@Test
	@Requirement("2026-http-origin")
	void thePageOfTheGatewayItselfMay() {
		assertThat(McpRequest.modern(this.port, "tools/list")
			.header("Origin", "http://127.0.0.1:" + this.port)
			.send()
			.status()).isEqualTo(200);
	}

	@Test
	@Requirement("2026-http-single-message")
	void aBodyIsOneMessageOfTheClients() {
		String one = McpRequest.modern(this.port, "tools/list").body().toString();
		for (String body : List.of("[" + one + "]", "[" + one + "," + one + "]", "[]", one + one,
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"x\"}}")) {
			McpResponse response = McpRequest.modern(this.port, "tools/list").send(body);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.error().path("code").asInt()).isIn(-32700, -32600);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "notifications/cancelled", "notifications/unknown" })
	@Requirement("2026-http-accept-notification-202")
	void aNotificationIsAcceptedWithoutABody(String method) {
		McpResponse response = McpRequest.modern(this.port, method).withoutId().send();
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.text()).isEmpty();
	}

	@Test
	@Requirement("2026-http-refuse-notification")
	void aNotificationThatCannotBeReadIsRefused() {
		McpRequest request = McpRequest.modern(this.port, "notifications/cancelled").withoutId();
		for (String body : List.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[]}",
				"{\"jsonrpc\":\"1.0\",\"method\":\"notifications/cancelled\"}", "{\"method\":")) {
			McpResponse response = request.send(body);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.response().has("id")).isFalse();
		}
	}

	@Test
	@Requirement("2026-http-content-type")
	void anAnswerIsOneObjectOrAStream() {
		McpResponse one = echo().send();
		assertThat(one.header("Content-Type")).isEqualTo("application/json");
		assertThat(one.messages()).hasSize(1);
		McpResponse many = McpRequest.modern(this.port, "tools/call")
			.call("progress", "{}")
			.meta("progressToken", 1)
			.send();
		assertThat(many.header("Content-Type")).startsWith("text/event-stream");
		assertThat(many.header("X-Accel-Buffering")).isEqualTo("no");
		assertThat(many.messages()).hasSizeGreaterThan(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "text/event-stream",
			"application/json;q=0.5, text/event-stream", "application/*, text/*" })
	@Requirement("2026-http-content-type")
	void anAnswerIsOfAKindThatTheClientTakes(String accept) {
		McpResponse response = echo().header("Accept", accept).send();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Type")).isIn("application/json", "text/event-stream");
		assertThat(response.result().path("structuredContent").path("echo").asString("")).isEqualTo("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no/such", "tasks/list", "tasks/result", "ping", "logging/setLevel", "resources/subscribe",
			"initialize", "Tools/list", "" })
	@Requirement("2026-http-unknown-method-404")
	void aMethodThatThereIsNotIsNotFound(String method) {
		McpResponse response = McpRequest.modern(this.port, method).id("a").send();
		if (method.isEmpty()) {
			assertThat(response.status()).isIn(400, 404);
			return;
		}
		assertThat(response.status()).isEqualTo(404);
		JsonNode message = response.response();
		assertThat(message.path("id").asString("")).isEqualTo("a");
		assertThat(message.path("error").path("code").asInt()).isEqualTo(-32601);
	}

	@Test
	@Requirement("2026-http-no-requests")
	void aCallThatAsksSendsNoRequest() {
		List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
			.call("ask_later", "{}")
			.capabilities("{\"elicitation\": {}, \"sampling\": {}, \"roots\": {}}")
			.meta("progressToken", 1)
			.send()
			.messages();
		assertThat(messages).allSatisfy((each) -> assertThat(each.has("id") && each.has("method")).isFalse());
		assertThat(messages.getLast().path("result").path("resultType").asString("")).isEqualTo("input_required");
	}

	@Test
	@Requirement("2026-transport-utf8")
	void messagesAreInUtf8() throws Exception {
		byte[] body = McpRequest.modern(this.port, "tools/call")
			.call("echo", "{\"message\": \"grüße 世界 🎈\"}")
			.body()
			.toString()
			.getBytes(StandardCharsets.UTF_8);
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Content-Length: " + body.length, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call",
					"Mcp-Name: echo", "Connection: close"));
			connection.send(body);
			assertThat(new String(connection.input().readAllBytes(), StandardCharsets.UTF_8)).contains("grüße 世界 🎈");
		}
	}

	@Test
	@Requirement("2026-transport-utf8")
	void whatIsNotInUtf8IsRefused() throws Exception {
		byte[] body = McpRequest.modern(this.port, "tools/call")
			.call("echo", "{\"message\": \"ü\"}")
			.body()
			.toString()
			.getBytes(StandardCharsets.ISO_8859_1);
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Content-Length: " + body.length, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call",
					"Mcp-Name: echo", "Connection: close"));
			connection.send(body);
			assertThat(connection.readAll()).startsWith("HTTP/1.1 400 ").contains("-32700");
		}
	}

	@Test
	@Requirement("2026-transport-directions")
	void requestsAndNotificationsGoInResponsesAndNotificationsComeOut() {
		List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
			.call("progress", "{}")
			.meta("progressToken", "p")
			.meta(McpRequest.PREFIX + "logLevel", "debug")
			.send()
			.messages();
		assertThat(messages).extracting((each) -> each.path("method").asString("response"))
			.containsExactly("notifications/progress", "notifications/progress", "response");
		assertThat(McpRequest.modern(this.port, "notifications/cancelled").withoutId().send().status()).isEqualTo(202);
	}

	private McpRequest echo() {
		return McpRequest.modern(this.port, "tools/call").call("echo", "{\"message\": \"x\"}");
	}

}
