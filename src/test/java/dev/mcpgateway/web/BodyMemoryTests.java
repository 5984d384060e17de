package dev.mcpgateway.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The bodies of all requests together take a bounded part of the memory.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "gateway.http.max-body-size=1MB", "gateway.http.body-memory=8MB",
		"gateway.http.body-timeout=4s", "gateway.http.connections.progress-timeout=2s", "gateway.calls.deadline=1m" })
class BodyMemoryTests {

	private static final int LENGTH = 1_000_000;

	private static final int LIMIT = 8 * 1024 * 1024;

	private final int port;

	private final GatewayClient client;

	private final BodyReader bodies;

	BodyMemoryTests(@LocalServerPort int port, @Autowired BodyReader bodies) {
		this.port = port;
		this.client = new GatewayClient(port);
		this.bodies = bodies;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tool", "/mcp" })
	void unfinishedBodiesAreRefusedWhenTheMemoryIsUsedUp(String path, CapturedOutput output) throws IOException {
		List<RawConnection> senders = new ArrayList<>();
		try {
			int refused = 0;
			for (int i = 0; i < 40; i++) {
				RawConnection sender = RawConnection.open(this.port);
				senders.add(sender);
				sender.send(
						RawConnection.head("POST", path, "Content-Type: application/json", "Content-Length: " + LENGTH)
								+ "{\"a\":\"" + "x".repeat(LENGTH * 9 / 10));
				assertThat(this.bodies.memoryUsed()).isLessThanOrEqualTo(LIMIT);
			}
			for (RawConnection sender : senders) {
				String head = sender.readUntil("\r\n\r\n");
				if (head.startsWith("HTTP/1.1 429 ")) {
					refused++;
					assertThat(head).containsIgnoringCase("Retry-After: 1");
				}
				else {
					assertThat(head).startsWith("HTTP/1.1 408 ");
				}
			}
			assertThat(refused).isBetween(15, 39);
		}
		finally {
			for (RawConnection sender : senders) {
				sender.close();
			}
		}
		await().until(() -> this.bodies.memoryUsed() == 0);
		assertThat(output.getAll()).doesNotContain("ERROR");
		assertThat(this.client.call("echo", "{\"message\": \"" + "x".repeat(LENGTH) + "\"}").status()).isEqualTo(200);
	}

	@Test
	void aBodyKeepsItsPlaceWhileItsCallRuns() {
		List<CompletableFuture<Answer>> calls = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			calls.add(this.client.callAsync("upload",
					"{\"hold_ms\": 6000, \"data\": \"" + "x".repeat(LENGTH - 100) + "\"}"));
		}
		await().until(() -> {
			Answer response = this.client.call("upload", "{\"data\": \"" + "x".repeat(LENGTH) + "\"}");
			if (response.status() == 429) {
				assertThat(response.problem()).isEqualTo("overloaded");
				assertThat(response.header("Retry-After")).isEqualTo("1");
			}
			return response.status() == 429;
		});
		assertThat(this.client.call("upload", "{\"data\": \"x\"}").status()).as("a small body").isEqualTo(200);
		assertThat(calls).extracting((call) -> call.join().status()).contains(200).containsOnly(200, 429);
		await().until(() -> this.bodies.memoryUsed() == 0);
	}

	@Test
	void tooManyLargeBodiesOverMcpAreNoBug(CapturedOutput output) {
		List<CompletableFuture<Answer>> calls = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			calls.add(this.client.callAsync("upload",
					"{\"hold_ms\": 6000, \"data\": \"" + "x".repeat(LENGTH - 100) + "\"}"));
		}
		String data = "{\"data\": \"" + "x".repeat(LENGTH) + "\"}";
		McpSession session = McpSession.open(this.port);
		for (boolean modern : new boolean[] { true, false }) {
			await().until(() -> {
				McpResponse response = (modern ? McpRequest.modern(this.port, "tools/call")
						: session.request("tools/call"))
					.call("upload", data)
					.send();
				if (response.status() == 429) {
					assertThat(response.header("Retry-After")).isEqualTo("1");
					assertThat(response.error().path("message").asString("")).contains("gateway.http.body-memory");
				}
				return response.status() == 429;
			});
		}
		assertThat(calls).allSatisfy((call) -> assertThat(call.join().status()).isIn(200, 429));
		assertThat(output.getAll()).doesNotContain("ERROR");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100000", "Transfer-Encoding: chunked" })
	void aBodyThatTakesTooLongIsRefused(String length) throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json", length));
			long end = System.nanoTime() + 5_000_000_000L;
			while (System.nanoTime() < end) {
				sender.send("400\r\n" + " ".repeat(0x400) + "\r\n");
				Thread.sleep(100);
			}
			assertThat(sender.readUntil("}")).startsWith("HTTP/1.1 408 ")
				.contains("request-timeout", "gateway.http.body-timeout");
		}
		await().until(() -> this.bodies.memoryUsed() == 0);
	}

	@Test
	void tinyPiecesTakeNoMoreThanTheyAre() throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Transfer-Encoding: chunked"));
			sender.send(("14\r\n" + " ".repeat(20) + "\r\n").repeat(2_500));
			await().until(() -> this.bodies.memoryUsed() >= 50_000);
			assertThat(this.bodies.memoryUsed()).isLessThan(150_000);
		}
		await().until(() -> this.bodies.memoryUsed() == 0);
	}

	@Test
	void aBodyInCrumbsIsRefused() throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Transfer-Encoding: chunked"));
			sender.send("1\r\n \r\n".repeat(1_100));
			assertThat(sender.readUntil("}")).startsWith("HTTP/1.1 400 ").contains("too small");
		}
	}

	@Test
	void membersCountMoreThanTheirText() {
		HeldBody held = new HeldBody(new ByteBudget(1_000_000), -1);
		held.add(("{" + "\"a\":1,".repeat(5_000)).getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(held::take);
		held.release();
	}

}
