package dev.mcpgateway.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies that are too large, and bodies that may be large.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class UploadTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final int port;

	private final GatewayClient client;

	UploadTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@Test
	void anOrdinaryBodyHasABound() {
		Answer fits = this.client.call("echo", "{\"message\": \"" + "x".repeat(MEGABYTE - 100) + "\"}");
		assertThat(fits.status()).isEqualTo(200);
		Answer answer = this.client.call("echo", "{\"message\": \"" + "x".repeat(MEGABYTE) + "\"}");
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.problem()).isEqualTo("content-too-large");
		assertThat(answer.json().get("detail").stringValue()).contains(Integer.toString(MEGABYTE));
	}

	@Test
	void aResourceNeverTakesAnUpload() {
		Answer answer = this.client.read("x://" + "x".repeat(MEGABYTE));
		assertThat(answer.status()).isEqualTo(413);
	}

	@Test
	void aToolOfLargeInputTakesMoreWhenItsNameComesFirst() {
		Answer answer = this.client.call("upload", data(3 * MEGABYTE));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("{\"value\":" + 3 * MEGABYTE + "}\n");
	}

	@Test
	void withItsNameAfterTheArgumentsItIsAnOrdinaryBody() {
		assertThat(this.client
			.post("/api/mcp/tool", "{\"arguments\": " + data(3 * MEGABYTE) + ", \"tool_name\": \"upload\"}")
			.status()).isEqualTo(413);
		assertThat(this.client.post("/api/mcp/tool", "{\"arguments\": " + data(1000) + ", \"tool_name\": \"upload\"}")
			.status()).isEqualTo(200);
	}

	@Test
	void anUploadHasABoundToo() {
		assertThat(this.client.call("upload", data(4 * MEGABYTE)).status()).isEqualTo(413);
	}

	@Test
	void moreUploadsThanMayRunAreRefused() {
		CompletableFuture<Answer> first = this.client.callAsync("upload", data(2 * MEGABYTE, 2_000));
		CompletableFuture<Answer> second = this.client.callAsync("upload", data(2 * MEGABYTE, 2_000));
		await().until(() -> {
			Answer third = this.client.call("upload", data(2 * MEGABYTE));
			if (third.status() == 429) {
				assertThat(third.problem()).isEqualTo("overloaded");
				assertThat(third.header("Retry-After")).isEqualTo("1");
			}
			return third.status() == 429;
		});
		assertThat(this.client.call("upload", data(1_000)).status()).as("an ordinary body").isEqualTo(200);
		assertThat(first.join().status()).isEqualTo(200);
		assertThat(second.join().status()).isEqualTo(200);
		assertThat(this.client.call("upload", data(2 * MEGABYTE)).status()).isEqualTo(200);
	}

	@Test
	void aPlaceIsGivenBackByUploadsThatBreakOffOrFail() throws IOException {
		for (int i = 0; i < 5; i++) {
			try (RawConnection sender = RawConnection.open(this.port)) {
				String body = GatewayClient.body("upload", data(3 * MEGABYTE));
				sender.send(RawConnection.post("/api/mcp/tool", body).substring(0, 2 * MEGABYTE));
			}
			assertThat(this.client.post("/api/mcp/tool", "{\"tool_name\": \"upload\", " + "x".repeat(2 * MEGABYTE))
				.status()).isIn(400, 429);
		}
		await().until(() -> this.client.call("upload", data(2 * MEGABYTE)).status() == 200);
		CompletableFuture<Answer> one = this.client.callAsync("upload", data(2 * MEGABYTE, 500));
		CompletableFuture<Answer> two = this.client.callAsync("upload", data(2 * MEGABYTE, 500));
		assertThat(one.join().status()).isEqualTo(200);
		assertThat(two.join().status()).isEqualTo(200);
	}

	@Test
	void aSenderThatBreaksOffIsNoErrorInTheLog(CapturedOutput output) throws IOException {
		for (String method : new String[] { "close", "reset" }) {
			try (RawConnection sender = RawConnection.open(this.port)) {
				sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
						"Content-Length: 1000") + "{\"tool_name\":");
				if ("reset".equals(method)) {
					sender.reset();
				}
			}
		}
		for (int i = 0; i < 20; i++) {
			assertThat(this.client.call("nothing", "{}").status()).isEqualTo(200);
		}
		assertThat(output.getAll()).doesNotContain("Trace id", "ProblemTranslator");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theRefusalOfAHundredMegabytesCanBeRead(boolean chunked) throws IOException {
		byte[] piece = "x".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + 100 * MEGABYTE));
			for (int i = 0; i < 100; i++) {
				if (chunked) {
					sender.send(Integer.toHexString(piece.length) + "\r\n");
				}
				sender.send(piece);
				if (chunked) {
					sender.send("\r\n");
				}
			}
			if (chunked) {
				sender.send("0\r\n\r\n");
			}
			assertThat(sender.readUntil("\"status\":413")).startsWith("HTTP/1.1 413 ").contains("content-too-large");
		}
		assertThat(this.client.call("nothing", "{}").status()).isEqualTo(200);
	}

	@Test
	void whoeverAsksFirstNeedNotSendTheBody() throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Expect: 100-continue", "Content-Length: " + 100 * MEGABYTE));
			assertThat(sender.readUntil("\r\n")).startsWith("HTTP/1.1 413 ");
		}
	}

	private static String data(int length) {
		return data(length, 0);
	}

	private static String data(int length, int holdMillis) {
		return "{\"data\": \"" + "x".repeat(length) + "\", \"hold_ms\": " + holdMillis + "}";
	}

}
