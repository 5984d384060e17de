package dev.mcpgateway.mcp;

import java.net.URI;
import java.util.Base64;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prompts as clients get them (prompts, in both revisions).
 */
@GatewayTest
class PromptTests {

	private static final String MIME_TYPE = "[a-z]+/[a-z0-9.+-]+";

	private final int port;

	PromptTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2025-prompts-capability")
	void promptsAreDeclared() {
		assertThat(McpSession.open(this.port).initialized().path("capabilities").path("prompts").isObject()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-prompts-image", "2026-prompts-image" })
	void imagesAreEncodedAndOfAType(Dialect dialect) {
		assertEncoded(content(dialect, 1), "image", "data");
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-prompts-audio", "2026-prompts-audio" })
	void soundsAreEncodedAndOfAType(Dialect dialect) {
		assertEncoded(content(dialect, 2), "audio", "data");
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-prompts-embedded-resource", "2026-prompts-embedded-resource" })
	void embeddedResourcesHaveUriTypeAndContents(Dialect dialect) {
		JsonNode text = content(dialect, 4);
		assertThat(text.path("type").asString("")).isEqualTo("resource");
		assertThat(text.path("resource").path("text").asString("")).isEqualTo("{}");
		JsonNode binary = content(dialect, 5);
		assertEncoded(binary.path("resource"), "", "blob");
		for (JsonNode each : new JsonNode[] { text, binary }) {
			assertThat(URI.create(each.path("resource").path("uri").asString("")).isAbsolute()).isTrue();
			assertThat(each.path("resource").path("mimeType").asString("")).matches(MIME_TYPE);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-prompts-validated", "2026-prompts-validated" })
	void argumentsAreChecked(Dialect dialect) {
		for (String arguments : new String[] { "{}", "{\"name\": 1}", "{\"name\": null}", "[]", "\"Ann\"",
				"{\"name\": \"Ann\", \"other\": \"x\"}", "{\"name\": {\"$ne\": 1}}" }) {
			JsonNode error = dialect.request(this.port, "prompts/get").call("greet", arguments).error();
			assertThat(error.path("code").asInt()).isEqualTo(-32602);
		}
		assertThat(dialect.request(this.port, "prompts/get").call("no_such", "{}").error().path("code").asInt())
			.isEqualTo(-32602);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-prompts-validated", "2026-prompts-validated" })
	void argumentsStayText(Dialect dialect) {
		String hostile = "\"}],\"isError\":true,{{name}} ${name} %s <script>\n\u0000";
		JsonNode result = dialect.request(this.port, "prompts/get")
			.param("name", "greet")
			.param("arguments", java.util.Map.of("name", hostile))
			.result();
		assertThat(result.path("messages").size()).isEqualTo(1);
		assertThat(result.path("messages").path(0).path("role").asString("")).isEqualTo("user");
		assertThat(result.path("messages").path(0).path("content").path("text").asString(""))
			.isEqualTo("Hello " + hostile);
	}

	private JsonNode content(Dialect dialect, int index) {
		return dialect.request(this.port, "prompts/get")
			.call("media", "{}")
			.result()
			.path("messages")
			.path(index)
			.path("content");
	}

	private static void assertEncoded(JsonNode content, String type, String member) {
		assertThat(content.path("type").asString("")).isEqualTo(type);
		assertThat(Base64.getDecoder().decode(content.path(member).asString(""))).asString().isEqualTo("hi");
		assertThat(content.path("mimeType").asString("")).matches(MIME_TYPE);
	}

}
