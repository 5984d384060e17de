package dev.mcpgateway.rest;

import java.io.IOException;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code POST /api/mcp/resource}.
 */
@GatewayTest
class ResourceTests {

	private final int port;

	private final GatewayClient client;

	ResourceTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@Test
	void aJsonResourceIsItsJson() {
		Answer answer = this.client.read("example://hello");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.text()).isEqualTo("{\"message\":\"Hello from MCP!\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"uri\":\"sample://numbers/7\"}|{\"value\":7}",
			"{\"uri\":\"sample://numbers/7\",\"params\":{}}|{\"value\":7}",
			"{\"uri\":\"sample://numbers/7\",\"params\":null}|{\"value\":7}",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":7}}|{\"value\":7}",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":\"7\"}}|{\"value\":7}",
			"{\"uri\":\"sample://keys/{+key}\",\"params\":{\"key\":\"a/b c%20?#+ä\"}}|{\"key\":\"a/b c%20?#+ä\"}",
			"{\"uri\":\"sample://keys/{+key}\",\"params\":{\"key\":true}}|{\"key\":\"true\"}",
			"{\"uri\":\"sample://keys/a/b%20c\"}|{\"key\":\"a/b c\"}" })
	void paramsFillTheVariablesOfATemplate(String body, String expected) {
		Answer answer = this.client.post("/api/mcp/resource", body);
		assertThat(answer.text()).isEqualTo(expected);
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"uri\":\"sample://numbers/{number}\"}|invalid-arguments|/params/number",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":\"\"}}|invalid-arguments|/params/number",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":7,\"x/~y\":1}}|invalid-arguments|/params/x~1~0y",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":\"x\"}}|invalid-arguments|/number",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":null}}|invalid-arguments|/params/number",
			"{\"uri\":\"sample://numbers/{number}\",\"params\":{\"number\":[7]}}|malformed-request|/params/number",
			"{\"uri\":\"sample://numbers/7\",\"params\":{\"number\":7}}|invalid-arguments|/params",
			"{\"uri\":\"sample://numbers/7\",\"params\":[]}|malformed-request|/params",
			"{\"uri\":\"sample://numbers/7\",\"parameters\":{}}|malformed-request|/parameters",
			"{\"uri\":7}|malformed-request|/uri", "{}|malformed-request|/uri" })
	void whatIsWrongIsPointedAt(String body, String slug, String pointer) {
		Answer answer = this.client.post("/api/mcp/resource", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo(slug);
		assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
	}

	@ParameterizedTest
	@CsvSource({ "nowhere://x", "sample://", "sample://numbers/", "sample://numbers/404", "sample://nombers/{number}",
			"sample://keys/%zz" })
	void whatIsNotThereIsNotFound(String uri) {
		Answer answer = this.client.read(uri);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.problem()).isEqualTo("unknown-resource");
		assertThat(answer.json().get("detail").stringValue()).contains(uri);
	}

	@Test
	void bytesHaveTheirHeaders() {
		Answer answer = this.client.read("sample://bytes");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo("0123456789");
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
		assertThat(answer.header("Content-Length")).isEqualTo("10");
		assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
		assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

	@Test
	void aPartIsAnsweredAsAPart() {
		Answer answer = this.client.read("sample://bytes", "Range", "bytes=2-4");
		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.text()).isEqualTo("234");
		assertThat(answer.header("Content-Range")).isEqualTo("bytes 2-4/10");
		assertThat(answer.header("Content-Length")).isEqualTo("3");
		Answer outside = this.client.read("sample://bytes", "Range", "bytes=99-");
		assertThat(outside.status()).isEqualTo(416);
		assertThat(outside.problem()).isEqualTo("range-not-satisfiable");
	}

	@Test
	void whoHasTheBytesGetsNone() {
		Answer answer = this.client.read("sample://bytes", "If-None-Match", "\"v1\"");
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("ETag")).isEqualTo("\"v1\"");
	}

	@Test
	void bytesOfNoTypeAreOctets() {
		Answer answer = this.client.read("sample://strange");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
		assertThat(answer.header("X-Injected")).isEmpty();
	}

	@Test
	void aBodyThatFailsAtOnceStillHasAStatus() {
		Answer answer = this.client.read("sample://unreadable");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.problem()).isEqualTo("backend-unavailable");
		assertThat(answer.header("ETag")).isEmpty();
		assertThat(answer.header("Content-Range")).isEmpty();
	}

	@Test
	void aBodyThatBreaksOffBreaksTheConnection() throws IOException {
		try (RawConnection reader = RawConnection.open(this.port)) {
			reader.send(RawConnection.post("/api/mcp/resource", "{\"uri\": \"sample://broken\"}"));
			String answer = reader.readAll();
			assertThat(answer).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("Content-Length: 20")
				.endsWith("0123456789");
		}
	}

	@Test
	void aReaderThatLeavesOrStallsCancelsTheBody(@Autowired SampleFeatures features) throws IOException {
		int cancelled = features.cancelled();
		int produced = features.produced();
		try (RawConnection leaving = RawConnection.open(this.port)) {
			leaving.send(RawConnection.post("/api/mcp/resource", "{\"uri\": \"sample://endless\"}"));
			leaving.input().readNBytes(10_000);
		}
		await().until(() -> features.cancelled() == cancelled + 1);
		try (RawConnection stalling = RawConnection.open(this.port, 8 * 1024)) {
			stalling.send(RawConnection.post("/api/mcp/resource", "{\"uri\": \"sample://endless\"}"));
			stalling.input().readNBytes(10_000);
			await().until(() -> features.cancelled() == cancelled + 2);
		}
		// Of a thousand gigabytes, what the kernel's buffers hold and little more.
		assertThat(features.produced() - produced).isLessThan(60_000);
	}

}
