package dev.mcpgateway.stdio;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;

import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The protocol over two streams (stdio, in both revisions).
 */
@GatewayTest
class StdioServerTests {

	private final DialogueFeatures features;

	private final StdioClient client;

	private final Thread server;

	StdioServerTests(@Autowired McpServer server, @Autowired DialogueFeatures features) throws IOException {
		this.features = features;
		PipedInputStream requests = new PipedInputStream(1 << 16);
		PipedOutputStream responses = new PipedOutputStream();
		this.client = new StdioClient(new PipedInputStream(responses, 1 << 16), new PipedOutputStream(requests));
		this.server = Thread.ofPlatform().start(() -> {
			try (responses) {
				new StdioServer(server).serve(requests, responses);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@AfterEach
	void hangUp() throws InterruptedException {
		this.client.end();
		assertThat(this.server.join(Duration.ofSeconds(15))).isTrue();
	}

	@Test
	@Requirement({ "2025-stdio-newlines", "2026-stdio-newlines" })
	void whateverAMessageHoldsItIsOneLine() {
		String hostile = "{\"name\": \"echo\", \"arguments\": {\"message\": \"a\\nb\\r\\nc\\u2028d\\u0000\"}}";
		this.client.request(1, "tools/call", hostile, "{}");
		assertThat(this.client.message().path("result").path("structuredContent").path("echo").asString(""))
			.isEqualTo("a\nb\r\nc\u2028d\0");
		initialize();
		this.client.legacy(2, "tools/call", hostile);
		assertThat(this.client.until(2).getLast().toString()).contains("a\\nb\\r\\nc");
		this.client.legacy(3, "tools/list", "{}");
		assertThat(this.client.until(3).getLast().path("result").path("tools").size()).isGreaterThan(10);
	}

	@Test
	@Requirement({ "2025-stdio-only-messages", "2026-stdio-only-messages" })
	void whateverComesTheAnswerIsAMessage() {
		for (String line : List.of("nonsense", "{", "[]", "[1]", "7", "\"x\"", "{}", "{\"jsonrpc\":\"2.0\"}",
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}",
				"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"}",
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}")) {
			this.client.send(line);
			assertThat(this.client.message().has("error")).as(line).isTrue();
		}
		this.client.send("");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":9}}");
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}");
		assertThat(this.client.during(Duration.ofMillis(200))).isEmpty();
	}

	@Test
	@Requirement("2026-stdio-no-requests")
	void aCallThatAsksSendsNoRequest() {
		this.client.request("a", "tools/call", "{\"name\": \"ask_later\", \"_meta\": {\"progressToken\": 1}}",
				"{\"elicitation\": {}}");
		List<JsonNode> messages = this.client.until("a");
		assertThat(messages).noneMatch((each) -> each.has("id") && each.has("method"));
		assertThat(messages.getLast().path("result").path("resultType").asString("")).isEqualTo("input_required");
	}

	@Test
	@Requirement("2026-stdio-silent-after-cancel")
	void afterItsCancellationARequestIsSilent() {
		this.client.request("t", "tools/call", "{\"name\": \"tick\", \"_meta\": {\"progressToken\": 1}}", "{}");
		this.client.message();
		this.client.legacy(null, "notifications/cancelled", "{\"requestId\": \"t\"}");
		await().atMost(Duration.ofSeconds(2)).until(() -> this.features.ticking() == 0);
		this.client.request("after", "server/discover", "{}", "{}");
		this.client.until("after");
		assertThat(this.client.during(Duration.ofMillis(300))).isEmpty();
	}

	@Test
	void anOlderClientIsAskedInTheMiddleOfTheCall() {
		initialize();
		this.client.legacy("ask", "tools/call", "{\"name\": \"ask_name\", \"arguments\": {}}");
		JsonNode question = this.client.message();
		assertThat(question.path("method").asString("")).isEqualTo("elicitation/create");
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(question.path("id"),
				"{\"action\":\"accept\",\"content\":{\"name\":\"Ann\"}}"));
		assertThat(this.client.until("ask").getLast().toString()).contains("Ann");
	}

	private void initialize() {
		this.client.legacy("init", "initialize", """
				{"protocolVersion": "2025-11-25", "capabilities": {"elicitation": {}},
				 "clientInfo": {"name": "test", "version": "1"}}""");
		assertThat(this.client.until("init").getLast().path("result").path("protocolVersion").asString(""))
			.isEqualTo("2025-11-25");
		this.client.legacy(null, "notifications/initialized", "{}");
	}

}
