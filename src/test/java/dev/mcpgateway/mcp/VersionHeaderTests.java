package dev.mcpgateway.mcp;

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
 * A request whose header alone says which revision it is of.
 */
@GatewayTest
class VersionHeaderTests {

	private final GatewayClient client;

	VersionHeaderTests(@LocalServerPort int port) {
		this.client = new GatewayClient(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2030-01-01", "2024-11-05", "2026-07-29", "nonsense", "" })
	void anUnknownVersionIsAnsweredWithThoseThereAre(String version) {
		for (String method : new String[] { "tools/list", "ping", "initialize", "server/discover" }) {
			Answer response = send(method, version);
			assertThat(response.status()).isEqualTo(400);
			JsonNode error = response.json().path("error");
			assertThat(error.path("code").asInt()).isEqualTo(-32022);
			assertThat(error.path("data").path("requested").asString("?")).isEqualTo(version);
			assertThat(error.path("data").path("supported").values()).extracting((each) -> each.asString(""))
				.contains("2026-07-28", "2025-11-25");
			assertThat(response.json().path("id").asInt()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ping", "logging/setLevel", "resources/subscribe", "no/such" })
	void aMethodThatTheVersionDoesNotHaveIsNotFound(String method) {
		Answer response = send(method, "2026-07-28");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.json().path("error").path("code").asInt()).isEqualTo(-32601);
	}

	@Test
	void aMethodThatThereIsNeedsItsMeta() {
		Answer response = send("tools/list", "2026-07-28");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.json().path("error").path("code").asInt()).isEqualTo(-32602);
		assertThat(response.text()).contains("_meta");
	}

	private Answer send(String method, String version) {
		return this.client.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}", "Accept",
				"application/json, text/event-stream", "MCP-Protocol-Version", version, "Mcp-Method", method);
	}

}
