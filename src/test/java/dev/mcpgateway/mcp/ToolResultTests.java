package dev.mcpgateway.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call of a tool takes and gives (tools, in both revisions).
 */
@GatewayTest
class ToolResultTests {

	private static final Map<String, String> CALLS = Map.of("echo", "{\"message\": \"x\"}", "count",
			"{\"to\": 3, \"delay_ms\": 0}", "empty", "{}", "person",
			"{\"name\": \"A\", \"person\": {\"name\": \"B\", \"age\": 3}}", "upload", "{\"data\": \"abc\"}", "mirrored",
			"{}");

	private final int port;

	ToolResultTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2025-tools-capability")
	void toolsAreDeclared() {
		assertThat(McpSession.open(this.port).initialized().path("capabilities").path("tools").isObject()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-output-conforms", "2026-tools-output-conforms" })
	void resultsFitTheirSchemas(Dialect dialect) {
		var client = dialect.client(this.port);
		Map<String, JsonNode> schemas = new LinkedHashMap<>();
		client.apply("tools/list")
			.result()
			.path("tools")
			.forEach((tool) -> schemas.put(tool.path("name").asString(""), tool.path("outputSchema")));
		CALLS.forEach((tool, arguments) -> {
			JsonNode result = client.apply("tools/call").call(tool, arguments).result();
			assertThat(result.path("isError").asBoolean(false)).as(tool).isFalse();
			JsonNode structured = result.path("structuredContent");
			ObjectNode schema = (ObjectNode) Objects.requireNonNull(schemas.get(tool));
			assertThat(JsonSchema.compile(schema).validate(structured)).as(tool).isEmpty();
			assertThat(result.path("content").path(0).path("type").asString("")).isEqualTo("text");
		});
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-inputs-validated", "2026-tools-inputs-validated" })
	void argumentsAreChecked(Dialect dialect) {
		var client = dialect.client(this.port);
		Map<String, String> wrong = Map.of("echo", "{\"message\": 1}", "count", "{\"to\": 0}", "person",
				"{\"name\": \"too long\", \"person\": {}}", "slow", "{\"delay_ms\": -1}", "nothing", "{\"x\": 1}");
		wrong.forEach((tool, arguments) -> {
			JsonNode result = client.apply("tools/call").call(tool, arguments).result();
			assertThat(result.path("isError").asBoolean(false)).as(tool).isTrue();
			assertThat(result.path("content").path(0).path("text").asString("")).contains("nvalid arguments");
		});
		assertThat(client.apply("tools/call").call("echo", "[]").error().path("code").asInt()).isEqualTo(-32602);
		assertThat(client.apply("tools/call").call("no_such", "{}").error().path("code").asInt()).isEqualTo(-32602);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-outputs-sanitized", "2026-tools-outputs-sanitized" })
	void nothingOfTheInsidesComesOut(Dialect dialect) {
		var client = dialect.client(this.port);
		for (String kind : new String[] { "bug", "failed", "unavailable", "refused", "late", "absent", "stopping" }) {
			for (String tool : new String[] { "fail_single", "fail_first", "fail_later", "fail_blocking" }) {
				JsonNode response = client.apply("tools/call")
					.call(tool, "{\"kind\": \"%s\"}".formatted(kind))
					.send()
					.response();
				assertThat(response.toString()).doesNotContain(SampleFeatures.SECRET, "hunter2", "10.0.0.1",
						"Exception", "dev.mcpgateway");
				assertThat(response.has("error") || response.path("result").path("isError").asBoolean(false)).isTrue();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-outputs-sanitized", "2026-tools-outputs-sanitized" })
	void whatAToolSaysStaysInItsPlace(Dialect dialect) {
		String hostile = "\"}}\n\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\r\n\r\nevent: x\n\u2028\u0000";
		var response = dialect.request(this.port, "tools/call")
			.param("name", "echo")
			.param("arguments", Map.of("message", hostile))
			.header("Accept", "text/event-stream")
			.send();
		var messages = response.messages();
		assertThat(messages).hasSize(1);
		assertThat(messages.getFirst().path("result").path("structuredContent").path("echo").asString(""))
			.isEqualTo(hostile);
	}

}
