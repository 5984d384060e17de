package dev.mcpgateway.mcp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads of resources (resources, in both revisions).
 */
@GatewayTest
class ResourceTests {

	private final int port;

	ResourceTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2025-resources-capability")
	void resourcesAreDeclared() {
		JsonNode resources = McpSession.open(this.port).initialized().path("capabilities").path("resources");
		assertThat(resources.path("subscribe").asBoolean(false)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-resources-custom-scheme", "2026-resources-custom-scheme" })
	void everyUriIsProper(Dialect dialect) {
		var client = dialect.client(this.port);
		assertThat(client.apply("resources/list").result().path("resources").values()).isNotEmpty()
			.allSatisfy((each) -> assertThat(URI.create(each.path("uri").asString("")).isAbsolute()).isTrue());
		assertThat(client.apply("resources/templates/list").result().path("resourceTemplates").values()).isNotEmpty()
			.allSatisfy((each) -> assertThat(
					URI.create(each.path("uriTemplate").asString("").replaceAll("\\{[^}]*}", "x")).isAbsolute())
				.isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "example://no/such", "sample://numbers/404", "nonsense", "", "file:///etc/passwd",
			"sample://numbers/1/2", "example://hello?x", "EXAMPLE://hello/" })
	@Requirement({ "2026-resources-unknown", "2026-resources-unknown-not-empty", "2026-resources-uri-validated",
			"2025-resources-uri-validated" })
	void whatThereIsNotIsAnError(String uri) {
		JsonNode modern = Dialect.MODERN.request(this.port, "resources/read")
			.param("uri", uri)
			.header("Mcp-Name", uri)
			.send()
			.response();
		assertThat(modern.path("error").path("code").asInt()).isEqualTo(-32602);
		JsonNode legacy = Dialect.LEGACY.request(this.port, "resources/read").param("uri", uri).send().response();
		assertThat(legacy.path("error").path("code").asInt()).isEqualTo(-32002);
		assertThat(legacy.has("result") || modern.has("result")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sample://numbers/x", "sample://numbers/%zz", "a b", "sample://numbers/1%2F2",
			"sample://numbers/\u0000" })
	@Requirement({ "2025-resources-uri-validated", "2026-resources-uri-validated" })
	void anImproperUriIsRefused(String uri) {
		for (Dialect dialect : Dialect.values()) {
			JsonNode response = dialect.request(this.port, "resources/read").param("uri", uri).send().response();
			assertThat(response.path("error").path("code").asInt()).isIn(-32602, -32002);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-resources-binary-encoded", "2026-resources-binary-encoded" })
	void bytesAreEncodedAndTextIsText(Dialect dialect) {
		JsonNode text = read(dialect, "sample://bytes");
		assertThat(text.path("text").asString("")).isEqualTo("0123456789");
		assertThat(text.path("uri").asString("")).isEqualTo("sample://bytes");
		JsonNode binary = read(dialect, "sample://picture");
		assertThat(Base64.getDecoder().decode(binary.path("blob").asString("")))
			.isEqualTo("0123456789".getBytes(StandardCharsets.US_ASCII));
		assertThat(binary.path("mimeType").asString("")).isEqualTo("image/png");
		assertThat(binary.has("text")).isFalse();
	}

	private JsonNode read(Dialect dialect, String uri) {
		return dialect.request(this.port, "resources/read").param("uri", uri).result().path("contents").path(0);
	}

}
