package dev.mcpgateway.rest;

import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code GET /api/mcp/tools} and {@code /api/mcp/resources}.
 */
@GatewayTest
class CatalogTests {

	private final GatewayClient client;

	CatalogTests(@LocalServerPort int port) {
		this.client = new GatewayClient(port);
	}

	@Test
	void toolsAreSorted() {
		Answer answer = this.client.get("/api/mcp/tools");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		List<String> names = answer.json()
			.get("tools")
			.valueStream()
			.map((each) -> each.get("name").stringValue())
			.toList();
		assertThat(names).isSorted().contains("echo", "count", "upload").doesNotHaveDuplicates();
	}

	@Test
	void aToolIsDescribedWhole() {
		Answer answer = this.client.get("/api/mcp/tools/echo");
		assertThat(answer.text()).isEqualTo(
				"""
						{"name":"echo","title":"Echo","description":"Answers with the message it was given.",\
						"inputSchema":{"type":"object","properties":{"message":{"type":"string",\
						"description":"What to say back."}},"required":["message"],"additionalProperties":false},\
						"outputSchema":{"type":"object","properties":{"echo":{"type":"string"}},"required":["echo"]},\
						"annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}}""");
		assertThat(this.client.get("/api/mcp/tools").json().get("tools").valueStream()).contains(answer.json());
	}

	@Test
	void anUnknownToolIsNotFound() {
		Answer answer = this.client.get("/api/mcp/tools/missing");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.problem()).isEqualTo("unknown-tool");
		assertThat(this.client.get("/api/mcp/tools/%2e%2e%2fecho").status()).isEqualTo(404);
		assertThat(this.client.get("/api/mcp/tools/%FF").status()).isEqualTo(404);
	}

	@Test
	void resourcesAndTemplatesAreListed() {
		JsonNode lists = this.client.get("/api/mcp/resources").json();
		assertThat(lists.propertyNames()).containsExactly("resources", "resourceTemplates");
		assertThat(lists.get("resources").valueStream().map((each) -> each.get("uri").stringValue())).isSorted()
			.contains("example://hello", "sample://bytes");
		assertThat(lists.get("resourceTemplates").valueStream().map((each) -> each.get("uriTemplate").stringValue()))
			.isSorted()
			.contains("sample://keys/{+key}", "sample://numbers/{number}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tools", "/api/mcp/tools/echo", "/api/mcp/resources" })
	void whoHasTheListGetsNone(String path) {
		String etag = this.client.get(path).header("ETag");
		assertThat(etag).matches("\"[0-9a-f]{32}\"");
		for (String sent : List.of(etag, "W/" + etag, "\"other\", " + etag)) {
			Answer answer = this.client.get(path, "If-None-Match", sent);
			assertThat(answer.status()).isEqualTo(304);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.header("ETag")).isEqualTo(etag);
		}
		assertThat(this.client.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
		assertThat(this.client.get(path).header("ETag")).isEqualTo(etag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tools", "/api/mcp/tools/echo", "/api/mcp/resources", "/health" })
	void theHeadAloneCanBeHad(String path) {
		Answer answer = this.client.method("HEAD", path);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

}
