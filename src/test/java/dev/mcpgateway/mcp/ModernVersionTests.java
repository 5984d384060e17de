package dev.mcpgateway.mcp;

import java.util.List;
import java.util.regex.Pattern;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the gateway is and which revisions it speaks (2026-07-28, versioning and
 * discovery).
 */
@GatewayTest
class ModernVersionTests {

	private static final Pattern EXTENSION = Pattern
		.compile("([A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?\\.?)+/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

	private final int port;

	ModernVersionTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2026-discover-implemented")
	void theGatewayTellsWhatItIs() {
		JsonNode result = discover();
		assertThat(result.path("supportedVersions").values()).extracting((each) -> each.asString(""))
			.contains("2026-07-28", "2025-11-25");
		assertThat(result.path("capabilities").isObject()).isTrue();
		assertThat(result.path("_meta").path("io.modelcontextprotocol/serverInfo").path("name").asString(""))
			.isEqualTo("mcp-gateway");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tools", "resources", "prompts", "completions", "logging" })
	@Requirement({ "2026-tools-capability", "2026-resources-capability", "2026-prompts-capability",
			"2026-completion-capability", "2026-logging-capability" })
	void whatTheGatewayServesItDeclares(String capability) {
		assertThat(discover().path("capabilities").path(capability).isObject()).isTrue();
	}

	@Test
	@Requirement("2026-extension-identifiers")
	void extensionsHaveAPrefix() {
		discover().path("capabilities")
			.path("extensions")
			.forEachEntry((name, settings) -> assertThat(name).matches(EXTENSION));
	}

	@Test
	@Requirement("2026-extension-fallback")
	void anExtensionThatOnlyTheClientHasChangesNothing() {
		JsonNode result = McpRequest.modern(this.port, "tools/call")
			.capabilities("{\"extensions\": {\"com.example/own\": {\"on\": true}}, \"experimental\": {\"x\": {}}}")
			.call("echo", "{\"message\": \"x\"}")
			.result();
		assertThat(result.path("resultType").asString("")).isEqualTo("complete");
		assertThat(result.path("structuredContent").path("echo").asString("")).isEqualTo("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2099-01-01", "2025-11-25", "1.0", "2026-07-29-draft" })
	@Requirement({ "2026-version-unsupported", "2026-http-version-unsupported" })
	void anotherVersionIsRefusedWithThoseThatThereAre(String version) {
		McpResponse response = McpRequest.modern(this.port, "tools/list")
			.meta(McpRequest.PREFIX + "protocolVersion", version)
			.header("MCP-Protocol-Version", version)
			.send();
		assertThat(response.status()).isEqualTo(400);
		JsonNode error = response.error();
		assertThat(error.path("code").asInt()).isEqualTo(-32022);
		assertThat(error.path("data").path("supported").values()).extracting((each) -> each.asString(""))
			.contains("2026-07-28");
		assertThat(error.path("data").path("requested").asString("?")).isEqualTo(version);
	}

	@Test
	@Requirement("2026-base-support")
	void theGatewayKnowsEveryMessagePattern() {
		assertThat(discover().path("resultType").asString("")).isEqualTo("complete");
		assertThat(McpRequest.modern(this.port, "tools/call")
			.call("ask_name", "{}")
			.capabilities("{\"elicitation\": {}}")
			.result()
			.path("resultType")
			.asString("")).isEqualTo("input_required");
		try (McpResponse stream = McpRequest.modern(this.port, "subscriptions/listen")
			.json("notifications", "{\"toolsListChanged\": true}")
			.send()) {
			assertThat(stream.message().path("method").asString(""))
				.isEqualTo("notifications/subscriptions/acknowledged");
		}
	}

	@Test
	@Requirement({ "2026-stateless-no-context", "2026-meta-undeclared-capability" })
	void nothingIsRememberedOfARequestBefore() {
		List<String> capabilities = List.of("{\"elicitation\": {}}", "{}", "{\"elicitation\": {}}", "{\"roots\": {}}");
		for (String each : capabilities) {
			JsonNode response = McpRequest.modern(this.port, "tools/call")
				.call("ask_name", "{}")
				.capabilities(each)
				.send()
				.response();
			assertThat(response.has("result")).isEqualTo(each.contains("elicitation"));
			assertThat(response.has("error")).isNotEqualTo(each.contains("elicitation"));
		}
	}

	@Test
	@Requirement("2026-meta-missing-capability")
	void aMissingCapabilityIsNamed() {
		assertMissing("ask_name", "{}", "{\"elicitation\":{}}");
		assertMissing("ask_page", "{\"elicitation\": {}}", "{\"elicitation\":{\"url\":{}}}");
		assertMissing("ask_model", "{}", "{\"sampling\":{}}");
		assertMissing("ask_model_with_tools", "{\"sampling\": {}}", "{\"sampling\":{\"tools\":{}}}");
		assertMissing("ask_roots", "{\"sampling\": {}, \"elicitation\": {}}", "{\"roots\":{}}");
	}

	private void assertMissing(String tool, String capabilities, String required) {
		McpResponse response = McpRequest.modern(this.port, "tools/call")
			.call(tool, "{}")
			.capabilities(capabilities)
			.send();
		assertThat(response.status()).isEqualTo(400);
		JsonNode error = response.error();
		assertThat(error.path("code").asInt()).isEqualTo(-32021);
		assertThat(error.path("data").path("requiredCapabilities").toString()).isEqualTo(required);
	}

	private JsonNode discover() {
		return McpRequest.modern(this.port, "server/discover").result();
	}

}
