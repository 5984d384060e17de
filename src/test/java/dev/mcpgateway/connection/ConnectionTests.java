package dev.mcpgateway.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
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
import static org.awaitility.Awaitility.await;

/**
 * What a connection may do without sending requests and reading responses, and how many
 * there may be.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "gateway.http.connections.max=20", "gateway.http.connections.head-timeout=300ms",
		"gateway.http.connections.idle-timeout=3s", "gateway.http.connections.progress-timeout=300ms",
		"gateway.http.connections.write-timeout=600ms", "gateway.http.connections.max-pipelined=16",
		"gateway.calls.reader-deadline=5m", "gateway.calls.idle-deadline=5m", "gateway.calls.deadline=5m",
		"gateway.mcp.http.keep-alive=100ms" })
class ConnectionTests {

	private final int port;

	private final GatewayClient client;

	private final Connections connections;

	private final MeterRegistry meters;

	ConnectionTests(@LocalServerPort int port, @Autowired Connections connections, @Autowired MeterRegistry meters) {
		this.port = port;
		this.client = new GatewayClient(port);
		this.connections = connections;
		this.meters = meters;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "G", "GET /health HTTP/1.1\r\nHost: local" })
	void aHeadThatDoesNotComeClosesTheConnection(String beginning) throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(beginning);
			assertThat(sender.readAll()).isEmpty();
		}
	}

	@Test
	void aHeadThatTricklesHasTheSameTime() throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			assertEnds(() -> {
				sender.send("X");
				Thread.sleep(20);
			});
		}
	}

	@Test
	void aSecondHeadHasTheSameTime() throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("GET", "/health"));
			assertThat(sender.readUntil("\r\n")).startsWith("HTTP/1.1 200 ");
			sender.send("GET /hea");
			long start = System.nanoTime();
			sender.readAll();
			assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tool", "/api/mcp/resource", "/mcp" })
	void aBodyThatBringsNothingIsRefused(String path) throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender
				.send(RawConnection.head("POST", path, "Content-Type: application/json", "Content-Length: 1000") + "{");
			assertThat(sender.readAll()).startsWith("HTTP/1.1 408 ")
				.contains("request-timeout", "gateway.http.connections.progress-timeout")
				.containsIgnoringCase("connection: close");
		}
	}

	@Test
	void aBodyThatTricklesIsRefused() throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Transfer-Encoding: chunked"));
			assertEnds(() -> {
				sender.send("1\r\n \r\n");
				Thread.sleep(20);
			});
		}
	}

	@Test
	void aBodyThatKeepsComingIsNot() throws Exception {
		String body = GatewayClient.body("echo", "{\"message\": \"" + "x".repeat(200_000) + "\"}");
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Content-Length: " + body.length()));
			for (int i = 0; i < body.length(); i += 10_000) {
				sender.send(body.substring(i, Math.min(body.length(), i + 10_000)));
				Thread.sleep(60);
			}
			assertThat(sender.readUntil("\r\n")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void anIdleConnectionIsClosed() throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("GET", "/health"));
			assertThat(sender.readAll()).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void aCallThatTakesLongIsNot() {
		assertThat(this.client.call("slow", "{\"delay_ms\": 4500}").status()).isEqualTo(200);
	}

	@Test
	void aStreamWithoutNewsIsNot() throws IOException {
		McpSession session = McpSession.open(this.port);
		try (RawConnection listener = RawConnection.open(this.port)) {
			listener.send(
					RawConnection.head("GET", "/mcp", "Accept: text/event-stream", "Mcp-Session-Id: " + session.id()));
			assertThat(listener.readUntil("\r\n")).startsWith("HTTP/1.1 200 ");
			long end = System.nanoTime() + 4_500_000_000L;
			while (System.nanoTime() < end) {
				assertThat(listener.readUntil("\n")).endsWith("\n");
			}
		}
	}

	@Test
	void aClientThatDoesNotReadIsClosed() throws IOException {
		int before = this.connections.open();
		try (RawConnection reader = RawConnection.open(this.port, 4_096)) {
			String call = GatewayClient.body("echo", "{\"message\": \"" + "x".repeat(3_900_000) + "\"}");
			reader.send(RawConnection.post("/api/mcp/tool", call));
			await().until(() -> this.connections.timedOutSoFar(Connections.Timeout.READER) > 0);
			await().until(() -> this.connections.open() <= before);
		}
	}

	@Test
	void aStreamThatNobodyReadsIsClosed() throws IOException {
		long before = this.connections.timedOutSoFar(Connections.Timeout.READER);
		try (RawConnection reader = RawConnection.open(this.port, 4_096)) {
			reader.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("flood", "{}")));
			await().until(() -> this.connections.timedOutSoFar(Connections.Timeout.READER) > before);
		}
	}

	@Test
	void oneConnectionMoreTakesThePlaceOfAnIdleOne() throws IOException {
		List<RawConnection> idle = new ArrayList<>();
		try {
			for (int i = 0; i < 60; i++) {
				RawConnection connection = RawConnection.open(this.port);
				idle.add(connection);
				connection.send(RawConnection.head("GET", "/health"));
				assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 200 ");
				assertThat(this.connections.open()).isLessThanOrEqualTo(36);
			}
			assertThat(this.client.get("/health").status()).isEqualTo(200);
		}
		finally {
			for (RawConnection each : idle) {
				each.close();
			}
		}
		await().until(() -> this.connections.open() <= 21);
	}

	@Test
	void oneConnectionMoreIsRefusedWhenAllAreAtWork() throws IOException {
		List<RawConnection> busy = new ArrayList<>();
		try {
			String refused = "";
			for (int i = 0; i < 60 && refused.isEmpty(); i++) {
				RawConnection connection = RawConnection.open(this.port);
				busy.add(connection);
				connection
					.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("slow", "{\"delay_ms\": 60000}")));
				if (this.connections.refused() > 0) {
					refused = connection.readUntil("\r\n\r\n");
				}
				await().until(() -> this.connections.refused() > 0
						|| this.meters.get("mcp.tool.calls.running").gauge().value() >= busy.size());
			}
			assertThat(this.connections.refused()).isPositive();
			assertThat(refused).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1", "Connection: close");
			assertThat(this.meters.get("mcp.http.connections").gauge().value()).isGreaterThanOrEqualTo(20);
			assertThat(this.meters.get("mcp.http.connections.refused").functionCounter().count()).isPositive();
		}
		finally {
			for (RawConnection each : busy) {
				each.close();
			}
		}
		await().until(() -> this.client.get("/health").status() == 200);
	}

	@Test
	void requestsThatAreSentWithoutReadingAreBounded() throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("slow", "{\"delay_ms\": 60000}"))
					+ "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20));
			assertThat(sender.readAll()).isEmpty();
		}
	}

	@Test
	void aFewRequestsInARowAreAnswered() throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(10));
			for (int i = 0; i < 10; i++) {
				assertThat(sender.readUntil("\"backends\"")).contains("HTTP/1.1 200 ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003garbage\r\n\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n",
			"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: x\r\n\r\n",
			"GET /x HTTP/1.1\r\nHost: localhost:80:80\r\n\r\n",
			"GET /api/mcp/tools#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"POST /mcp#x HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0000\u0000\u0000\r\n\r\n" })
	void whatIsNoHttpIsOneQuietRefusal(String bytes, CapturedOutput output) throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(bytes.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(sender.readAll()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 400");
		}
		assertThat(this.client.call("nothing", "{}").status()).isEqualTo(200);
		assertThat(output.getAll()).doesNotContain(" WARN ", "ERROR", "\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/health" })
	void aHeadThatIsTooLargeSaysWhatToSet(String path) throws IOException {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.head("GET", path, "X: " + "x".repeat(20_000)));
			assertThat(sender.readAll()).startsWith("HTTP/1.1 431 ").contains("server.max-http-request-header-size");
		}
	}

	private static void assertEnds(Step step) throws IOException {
		try {
			for (int i = 0; i < 2_000; i++) {
				step.run();
			}
		}
		catch (IOException ex) {
			return;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		throw new AssertionError("The connection is still open");
	}

	private interface Step {

		void run() throws IOException, InterruptedException;

	}

}
