package dev.mcpgateway.web;

import java.io.IOException;
import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An address has one spelling on every face, but for a slash at its end.
 */
@GatewayTest
class PathTests {

	private static final String CALL = "{\"tool_name\": \"nothing\"}";

	private final int port;

	private final GatewayClient client;

	PathTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/health/", "/api/mcp/tools/", "/api/mcp/tools/echo/", "/api/mcp/resources/?a=b",
			"/actuator/prometheus/" })
	void aSlashAtTheEndIsIgnored(String path) {
		assertThat(this.client.get(path).status()).isEqualTo(200);
	}

	@Test
	void aCallMayHaveASlashAtTheEnd() {
		assertThat(this.client.post("/api/mcp/tool/", CALL).status()).isEqualTo(200);
		assertThat(this.client.post("/api/mcp/resource/", "{\"uri\": \"sample://bytes\"}").status()).isEqualTo(200);
		String ping = McpSession.open(this.port).request("ping").body().toString();
		assertThat(this.client.post("/mcp/", ping).text()).contains("Mcp-Session-Id is missing");
		assertThat(this.client
			.post("/mcp/?a=b", McpRequest.modern(this.port, "tools/list").body().toString(), "MCP-Protocol-Version",
					"2026-07-28", "Mcp-Method", "tools/list")
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tool;a=b", "/api/mcp;x/tool", "/api/mcp/%74ool", "/api/mcp%2Ftool",
			"/api/mcp/tool%2F", "/api//mcp/tool", "//api/mcp/tool", "/api/mcp/tool//", "/api/mcp/./tool",
			"/api/mcp/x/../tool", "/api/mcp/%2e/tool", "/api/mcp/tool%00", "/api/mcp/tool%20", "/api/mcp/tool;",
			"/api/mcp\\tool", "/mcp;a=b", "/%6dcp", "/mcp//", "//mcp", "/./mcp", "/mcp%2F" })
	void noOtherSpellingReachesATool(String path) throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", path, "Content-Type: application/json", "Connection: close",
					"Content-Length: " + CALL.length()) + CALL);
			assertThat(sender.readUntil("\r\n")).matches("HTTP/1.1 40[04] (?s).*");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tool", "/mcp" })
	void twoOriginsAreRefusedOnEveryFace(String path) throws IOException {
		String own = "Origin: http://localhost";
		for (List<String> origins : List.of(List.of(own, "Origin: http://evil.example"),
				List.of("Origin: http://evil.example", own), List.of(own, own))) {
			try (RawConnection sender = RawConnection.open(this.port)) {
				sender.send(RawConnection.head("POST", path, origins.getFirst(), origins.getLast(),
						"Content-Type: application/json", "Connection: close", "Content-Length: " + CALL.length())
						+ CALL);
				assertThat(sender.readUntil("\r\n")).startsWith("HTTP/1.1 403 ");
			}
		}
	}

}
