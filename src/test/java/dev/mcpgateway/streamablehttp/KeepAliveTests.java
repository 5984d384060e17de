package dev.mcpgateway.streamablehttp;

import java.io.IOException;

import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that have nothing to say are kept alive by comments.
 */
@PatientGatewayTest
class KeepAliveTests {

	/** A chunk that is a comment. */
	private static final String COMMENT = "\r\n3\r\n:\n\n\r\n";

	private final int port;

	KeepAliveTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	void theStreamOfASession() throws IOException {
		McpSession session = McpSession.open(this.port);
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(
					RawConnection.head("GET", "/mcp", "Accept: text/event-stream", "Mcp-Session-Id: " + session.id()));
			assertThat(connection.readUntil(COMMENT)).contains("text/event-stream").endsWith(COMMENT);
			assertThat(connection.readUntil(COMMENT)).endsWith(COMMENT);
		}
	}

	@Test
	void theStreamOfASubscription() throws IOException {
		McpRequest listen = McpRequest.modern(this.port, "subscriptions/listen")
			.json("notifications", "{\"toolsListChanged\": true}");
		assertKeptAlive(listen.body().toString(), "Mcp-Method: subscriptions/listen");
	}

	@Test
	void theStreamOfACallThatIsSlowToBegin() throws IOException {
		McpRequest call = McpRequest.modern(this.port, "tools/call").call("slow", "{\"delay_ms\": 20000}");
		assertKeptAlive(call.body().toString(), "Mcp-Method: tools/call", "Mcp-Name: slow");
	}

	private void assertKeptAlive(String body, String... headers) throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(modern(body, headers));
			assertThat(connection.readUntil(COMMENT)).contains("text/event-stream").endsWith(COMMENT);
			assertThat(connection.readUntil(COMMENT)).endsWith(COMMENT);
		}
	}

	/** A POST of the modern revision. */
	static String modern(String body, String... headers) {
		return RawConnection.head("POST", "/mcp", "Content-Type: application/json", "Content-Length: " + body.length(),
				"Accept: application/json, text/event-stream", "MCP-Protocol-Version: 2026-07-28",
				String.join("\r\n", headers)) + body;
	}

}
