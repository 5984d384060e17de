package dev.mcpgateway.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body that is expensive to check is refused cheaply, and keeps nobody waiting.
 */
@GatewayTest
class LargeBodyTests {

	private final int port;

	private final GatewayClient client;

	LargeBodyTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	private static String members(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "\"k" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 49_000, 100_000 })
	void manyUnknownMembersAreRefusedWithFewWords(int count) {
		Answer rest = this.client.call("echo", members(count));
		assertThat(rest.status()).isEqualTo(400);
		assertThat(rest.body()).hasSizeLessThan(10_000);
		Answer mcp = this.client.post("/mcp",
				McpRequest.modern(this.port, "tools/call").call("echo", members(count)).body().toString(), "Accept",
				"application/json", "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name",
				"echo");
		assertThat(mcp.status()).isIn(200, 400);
		assertThat(mcp.body()).hasSizeLessThan(10_000);
	}

	@Test
	void theNumberOfTokensIsBounded() {
		Answer refused = this.client.call("echo", members(100_000));
		assertThat(refused.problem()).isEqualTo("malformed-request");
		assertThat(refused.json().path("detail").asString("")).contains("100000").doesNotContain("StreamRead");
	}

	@Test
	void largeBodiesKeepNobodyWaiting() {
		byte[] attack = GatewayClient.body("echo", members(49_000)).getBytes(StandardCharsets.UTF_8);
		this.client.post("/api/mcp/tool", attack);
		List<CompletableFuture<Answer>> attacks = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			attacks.add(CompletableFuture.supplyAsync(() -> this.client.post("/api/mcp/tool", attack)));
		}
		while (!attacks.stream().allMatch(CompletableFuture::isDone)) {
			long start = System.nanoTime();
			assertThat(this.client.call("echo", "{\"message\": \"x\"}").status()).isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		}
		assertThat(attacks).allSatisfy((each) -> assertThat(each.join().status()).isIn(400, 429));
	}

	@Test
	void aLargeBodyIsNotWorkedOnByAnEventLoop() {
		assertThat(this.client.call("thread", "{\"padding\": \"" + "x".repeat(70_000) + "\"}").text())
			.contains("large-body");
		assertThat(this.client.call("thread", "{\"padding\": \"x\"}").text()).contains("-http-");
	}

}
