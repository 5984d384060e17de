package dev.mcpgateway.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
	void aBodyHasOneBoundWhateverTheTool() {
		assertThat(this.client.call("echo", "{\"message\": \"" + "x".repeat(4 * MEGABYTE - 100) + "\"}").status())
			.isEqualTo(200);
		for (String tool : new String[] { "echo", "upload" }) {
			Answer answer = this.client.call(tool, "{\"message\": \"" + "x".repeat(4 * MEGABYTE) + "\"}");
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.problem()).isEqualTo("content-too-large");
			assertThat(answer.json().get("detail").stringValue()).contains(Integer.toString(4 * MEGABYTE),
					"gateway.http.max-body-size", "PUT to /api/mcp/files/{key}", "presign_file");
		}
		assertThat(this.client.read("x://" + "x".repeat(4 * MEGABYTE)).status()).isEqualTo(413);
	}

	@Test
	void theOrderOfMembersDoesNotMatter() {
		Answer nameFirst = this.client.call("upload", data(3 * MEGABYTE));
		Answer nameLast = this.client.post("/api/mcp/tool",
				"{\"arguments\": " + data(3 * MEGABYTE) + ", \"tool_name\": \"upload\"}");
		assertThat(nameFirst.text()).isEqualTo("{\"value\":" + 3 * MEGABYTE + "}\n");
		assertThat(nameLast.text()).isEqualTo(nameFirst.text());
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
		return "{\"data\": \"" + "x".repeat(length) + "\"}";
	}

}
