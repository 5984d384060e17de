package dev.mcpgateway.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.RawConnection;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Large responses that nobody reads are bounded in the whole process.
 */
class UnreadBytesTests {

	/** More than the kernel takes for a client that does not read. */
	private static final String LARGE = "x".repeat(3_900_000);

	private static final String CALL = """
			{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo",
			 "arguments": {"message": "%s"}, "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
			 "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
			 "io.modelcontextprotocol/clientCapabilities": {}}}}""";

	private static Gateway gateway;

	private final List<RawConnection> readers = new ArrayList<>();

	@BeforeAll
	static void start() {
		gateway = Gateway.with("gateway.http.max-unread-size=10MB", "gateway.results.max-size=20MB").start();
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@AfterEach
	void leave() throws IOException {
		for (RawConnection reader : this.readers) {
			reader.close();
		}
		await().until(() -> unread() == 0);
	}

	@Test
	void largeResponsesAreRefusedWhileOthersWaitToBeRead() throws IOException {
		for (int i = 0; i < 2; i++) {
			open(RawConnection.post("/api/mcp/tool", body(LARGE)));
		}
		await().until(() -> unread() > 2L * LARGE.length());
		Answer refused = gateway.client().call("echo", Map.of("message", LARGE));
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.header("Retry-After")).isEqualTo("1");
		assertThat(refused.json().get("detail").stringValue())
			.isEqualTo("Too many large responses wait to be read; try again later.");
		assertThat(gateway.client().call("echo", Map.of("message", "small")).status()).isEqualTo(200);
		leave();
		assertThat(gateway.client().call("echo", Map.of("message", LARGE)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mcp", "/api/mcp/tool" })
	void whatManyClientsLeaveUnreadStaysBelowTheBound(String path) throws IOException {
		long before = buffers();
		for (int i = 0; i < 12; i++) {
			String body = path.equals("/mcp") ? CALL.formatted(LARGE) : body(LARGE);
			open(RawConnection.head("POST", path, "Content-Type: application/json",
					"Accept: application/json, text/event-stream", "MCP-Protocol-Version: 2026-07-28",
					"Mcp-Method: tools/call", "Mcp-Name: echo", "Content-Length: " + body.length()) + body);
		}
		await().until(() -> unread() > LARGE.length());
		// All twelve would be 47 MB, and each is there once more while it is copied.
		await().during(Duration.ofSeconds(1)).until(() -> buffers() - before < 25_000_000);
		assertThat(gateway.client().get("/health").status()).isEqualTo(200);
	}

	private void open(String request) throws IOException {
		RawConnection reader = RawConnection.open(gateway.port(), 4096);
		reader.send(request);
		this.readers.add(reader);
	}

	private static String body(String message) {
		return "{\"tool_name\": \"echo\", \"arguments\": {\"message\": \"" + message + "\"}}";
	}

	/** What buffers of the server take outside of the heap. */
	private static long buffers() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

	private static long unread() {
		return gateway.bean(UnreadBytes.class).used();
	}

}
