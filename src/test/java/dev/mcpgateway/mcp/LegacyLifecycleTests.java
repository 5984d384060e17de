package dev.mcpgateway.mcp;

import java.util.List;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a session begins, what it agrees on, and how it ends (2025-11-25, lifecycle and
 * Session Management).
 */
@GatewayTest
class LegacyLifecycleTests {

	private final int port;

	LegacyLifecycleTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2025-lifecycle-answer")
	void theGatewayTellsWhatItIsAndCan() {
		JsonNode answer = McpSession.open(this.port).initialized();
		assertThat(answer.path("serverInfo").path("name").asString("")).isEqualTo("mcp-gateway");
		assertThat(answer.path("serverInfo").path("version").asString("")).isNotBlank();
		assertThat(answer.path("capabilities").path("tools").isObject()).isTrue();
	}

	@Test
	@Requirement("2025-lifecycle-first")
	void nothingIsAnsweredBeforeTheSessionIsOpen() {
		for (String method : List.of("tools/list", "ping", "resources/list", "logging/setLevel")) {
			McpResponse response = McpRequest.legacy(this.port, method).send();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.response().has("result")).isFalse();
		}
	}

	@Test
	@Requirement("2025-base-support")
	void aSessionLivesFromItsHandshakeToItsEnd() {
		McpSession session = McpSession.open(this.port);
		assertThat(session.call("echo", "{\"message\": \"x\"}").result().toString()).contains("x");
		assertThat(session.end().status()).isBetween(200, 204);
		assertThat(session.request("ping").send().status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2025-03-26", "2025-06-18", "2025-11-25" })
	@Requirement("2025-version-same")
	void aVersionThatIsSpokenIsAgreedOn(String version) {
		assertThat(McpSession.open(this.port, version, "{}").initialized().path("protocolVersion").asString(""))
			.isEqualTo(version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2024-11-05", "2099-01-01", "1.0.0", "", "2026-07-28" })
	@Requirement("2025-version-other")
	void forAnotherVersionOneThatIsSpokenIsOffered(String version) {
		JsonNode result = McpSession.initialize(this.port, version, "{}").result();
		assertThat(result.path("protocolVersion").asString("")).isEqualTo("2025-11-25");
	}

	@Test
	@Requirement("2025-operation-version")
	void aSessionIsHeldInTheVersionThatWasAgreedOn() {
		McpSession oldest = McpSession.open(this.port, "2025-03-26", "{}");
		McpSession newest = McpSession.open(this.port);
		assertThat(oldest.call("blocks", "{}").result().toString()).doesNotContain("resource_link");
		assertThat(newest.call("blocks", "{}").result().toString()).contains("resource_link");
		assertThat(oldest.request("ping").send("[%s]".formatted(oldest.request("ping").body())).status())
			.isEqualTo(200);
		assertThat(newest.request("ping").send("[%s]".formatted(newest.request("ping").body())).status())
			.isEqualTo(400);
		assertThat(newest.request("server/discover").error().path("code").asInt()).isEqualTo(-32601);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ask_name", "ask_page", "ask_model", "ask_model_with_tools", "ask_roots" })
	@Requirement({ "2025-operation-capabilities", "2025-elicitation-supported-modes", "2025-sampling-tools-declared" })
	void nobodyIsAskedWhatItCannotAnswer(String tool) {
		McpSession none = McpSession.open(this.port);
		List<String> fewer = List.of("{\"elicitation\": {\"url\": {}}}", "{\"elicitation\": {}}", "{\"roots\": {}}",
				"{\"sampling\": {}}", "{\"sampling\": {}}");
		int index = List.of("ask_name", "ask_page", "ask_model", "ask_model_with_tools", "ask_roots").indexOf(tool);
		McpSession other = McpSession.open(this.port, McpSession.LEGACY, fewer.get(index));
		for (McpSession each : List.of(none, other)) {
			List<JsonNode> messages = each.call(tool, "{}").send().messages();
			assertThat(messages).hasSize(1).noneMatch((message) -> message.has("method"));
			assertThat(messages.getFirst().has("error")
					|| messages.getFirst().path("result").path("isError").asBoolean(false))
				.isTrue();
		}
	}

	@Test
	@Requirement("2025-ping-empty")
	void aPingIsAnsweredWithNothing() {
		JsonNode result = McpSession.open(this.port).request("ping").result();
		assertThat(result.isObject()).isTrue();
		assertThat(result.size()).isZero();
	}

	@Test
	@Requirement("2025-http-session-id-characters")
	void theIdOfASessionIsVisibleAscii() {
		McpSession one = McpSession.open(this.port);
		McpSession two = McpSession.open(this.port);
		assertThat(one.id()).hasSizeGreaterThanOrEqualTo(22).matches("[\\x21-\\x7E]+").isNotEqualTo(two.id());
	}

	@Test
	@Requirement("2025-http-session-404")
	void aSessionThatHasEndedIsNotFound() {
		McpSession session = McpSession.open(this.port);
		assertThat(session.request("ping").send().status()).isEqualTo(200);
		session.end();
		assertThat(session.request("ping").send().status()).isEqualTo(404);
		assertThat(session.notify("notifications/initialized").send().status()).isEqualTo(404);
		assertThat(session.listen().status()).isEqualTo(404);
		assertThat(session.end().status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	@Requirement("2025-http-session-404")
	void aSessionThatNeverWasIsNotFound(String id) {
		assertThat(McpRequest.legacy(this.port, "ping").header("Mcp-Session-Id", id).send().status()).isIn(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2099-01-01", "x", "2025-11-2", "2024-11-05" })
	@Requirement("2025-http-version-400")
	void aVersionThatIsNotSpokenIsRefused(String version) {
		McpSession session = McpSession.open(this.port);
		assertThat(session.request("ping").header("MCP-Protocol-Version", version).send().status()).isEqualTo(400);
		assertThat(session.notify("notifications/initialized").header("MCP-Protocol-Version", version).send().status())
			.isEqualTo(400);
	}

	@Test
	void withoutAVersionTheSessionsOwnCounts() {
		assertThat(McpSession.open(this.port).request("ping").without("MCP-Protocol-Version").send().status())
			.isEqualTo(200);
	}

	@Test
	@Requirement({ "2025-tasks-undeclared", "tasks-not-in-legacy" })
	void whatWouldMakeACallATaskIsIgnored() {
		String capabilities = """
				{"tasks": {"requests": {"tools": {"call": {}}}}, "extensions": {"io.modelcontextprotocol/tasks": {}}}""";
		McpSession session = McpSession.open(this.port, McpSession.LEGACY, capabilities);
		assertThat(session.initialized().path("capabilities").has("tasks")).isFalse();
		JsonNode result = session.call("echo", "{\"message\": \"x\"}").json("task", "{\"ttl\": 60000}").result();
		assertThat(result.path("structuredContent").path("echo").asString("")).isEqualTo("x");
		assertThat(session.call("long_work", "{}").result().has("taskId")).isFalse();
	}

}
