package dev.mcpgateway.streamablehttp;

import java.io.IOException;
import java.util.List;

import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint takes by the rules of HTTP, and in which form it answers.
 */
@PatientGatewayTest
class HttpRulesTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final int port;

	HttpRulesTests(@LocalServerPort int port) {
		this.port = port;
	}

	private McpRequest modern(String tool, String arguments) {
		return McpRequest.modern(this.port, "tools/call").id(7).call(tool, arguments);
	}

	private McpRequest legacy(String tool, String arguments) {
		return McpSession.open(this.port).request("tools/call").id(7).call(tool, arguments);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "application/json", "application/*", "APPLICATION/JSON",
			"text/html, application/json;q=0.1", "text/event-stream;q=0, */*" })
	void whoTakesOnlyJsonGetsOnlyTheAnswer(String accept) {
		boolean both = accept.contains("*/*");
		for (McpRequest each : List.of(modern("progress", "{}"), legacy("progress", "{}"))) {
			McpResponse response = each.meta("progressToken", 1).header("Accept", accept).send();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.streams()).isEqualTo(both);
			List<JsonNode> messages = response.messages();
			assertThat(messages).hasSize(both ? 3 : 1);
			assertThat(messages.getLast().path("id").asInt()).isEqualTo(7);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "text/*", "text/event-stream, text/html" })
	void whoTakesOnlyEventsGetsThemThoughThereIsOnlyOne(String accept) {
		for (McpRequest each : List.of(modern("echo", "{\"message\": \"x\"}"),
				legacy("echo", "{\"message\": \"x\"}"))) {
			McpResponse response = each.header("Accept", accept).send();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.streams()).isTrue();
			assertThat(response.messages()).singleElement()
				.satisfies((message) -> assertThat(message.path("id").asInt()).isEqualTo(7));
		}
	}

	@Test
	void whoTakesOnlyEventsGetsThemOnInitializeToo() {
		McpResponse response = McpSession.initialize(this.port, McpSession.LEGACY, "{}")
			.header("Accept", "text/event-stream")
			.send();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.streams()).isTrue();
		assertThat(response.header("Mcp-Session-Id")).isNotBlank();
		assertThat(response.result().path("protocolVersion").asString("")).isEqualTo(McpSession.LEGACY);
	}

	/** However much is told that it does not take. */
	@Test
	void whoTakesOnlyJsonGetsTheAnswerOfATalkativeTool() {
		for (McpRequest each : List.of(modern("hasty", "{\"to\": 20000}"), legacy("hasty", "{\"to\": 20000}"))) {
			McpResponse response = each.meta("progressToken", 1).header("Accept", "application/json").send();
			assertThat(response.streams()).isFalse();
			assertThat(response.result().toString()).contains("all told");
		}
		for (McpRequest each : List.of(modern("steps", "{\"to\": 2000, \"delay_ms\": 0}"),
				legacy("steps", "{\"to\": 2000, \"delay_ms\": 0}"))) {
			McpResponse response = each.meta("progressToken", 1).header("Accept", "application/json").send();
			assertThat(response.result().toString()).contains("done");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "", "application/json, text/event-stream", "application/*, text/*;q=0.2" })
	void whoTakesBothGetsWhatFits(String accept) {
		for (boolean older : List.of(true, false)) {
			McpRequest one = older ? legacy("echo", "{\"message\": \"x\"}") : modern("echo", "{\"message\": \"x\"}");
			McpRequest many = older ? legacy("progress", "{}") : modern("progress", "{}");
			assertThat(accepting(one, accept).send().streams()).isFalse();
			McpResponse streaming = accepting(many, accept).meta("progressToken", 1).send();
			assertThat(streaming.streams()).isTrue();
			assertThat(streaming.messages()).hasSize(3);
			// Nothing would be told.
			assertThat(accepting(many.withoutMeta("progressToken"), accept).send().streams()).isFalse();
		}
	}

	private static McpRequest accepting(McpRequest request, String accept) {
		return accept.isEmpty() ? request.without("Accept") : request.header("Accept", accept);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "text/html", "image/*", "application/json;q=0, text/event-stream;q=0.0", "application/xml" })
	void whoTakesNeitherIsRefused(String accept) {
		for (McpRequest each : List.of(modern("echo", "{}"), legacy("echo", "{}"))) {
			assertRefused(each.header("Accept", accept).send(), 406);
		}
	}

	@Test
	void aStreamIsNotForWhoTakesNoEvents() {
		McpSession session = McpSession.open(this.port);
		McpResponse response = McpRequest.method(this.port, "GET", "Mcp-Session-Id", session.id(), "Accept",
				"application/json");
		assertRefused(response, 406);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/xml", "application/json-patch+json",
			"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json" })
	void aBodyThatIsNotJsonIsRefused(String type) {
		for (McpRequest each : List.of(modern("echo", "{}"), legacy("echo", "{}"))) {
			assertRefused(each.header("Content-Type", type).send(), 415);
			assertRefused(each.without("Content-Type").send(), 415);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf-8", "Application/JSON", "application/json ;x=y" })
	void theTypeOfABodyMayBeWrittenAnyway(String type) {
		for (McpRequest each : List.of(modern("echo", "{\"message\": \"x\"}"),
				legacy("echo", "{\"message\": \"x\"}"))) {
			assertThat(each.header("Content-Type", type).result().toString()).contains("x");
		}
	}

	@Test
	void aBodyHasOneBoundWhateverTheOrderOfItsMembers() {
		String data = "{\"data\": \"" + "x".repeat(2 * MEGABYTE) + "\"}";
		assertThat(modern("upload", data).result().toString()).contains("" + 2 * MEGABYTE);
		assertThat(legacy("upload", data).result().toString()).contains("" + 2 * MEGABYTE);
		String argumentsFirst = "{\"jsonrpc\":\"2.0\",\"params\":{\"arguments\":%s,\"name\":\"upload\"},\"id\":7,"
				+ "\"method\":\"tools/call\"}";
		McpResponse response = McpSession.open(this.port).request("tools/call").send(argumentsFirst.formatted(data));
		assertThat(response.response().path("result").toString()).contains("" + 2 * MEGABYTE);
		String huge = "{\"data\": \"" + "x".repeat(4 * MEGABYTE) + "\"}";
		for (McpResponse refused : List.of(modern("upload", huge).send(), legacy("upload", huge).send())) {
			assertThat(refused.status()).isEqualTo(413);
			assertThat(refused.error().path("message").asString("")).contains("gateway.http.max-body-size",
					"presign_file");
		}
	}

	@Test
	void aBodyThatDoesNotSayHowLargeItIsIsNotReadWithoutEnd() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Accept: application/json, text/event-stream", "Transfer-Encoding: chunked"));
			String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
			try {
				for (int i = 0; i < 1_000; i++) {
					connection.send(chunk);
				}
			}
			catch (IOException ex) {
				// It has said what it had to say, and reads no more.
			}
			assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 413 ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "PATCH", "OPTIONS", "TRACE", "QUERY" })
	void otherMethodsAreNotAllowed(String method) {
		McpSession session = McpSession.open(this.port);
		for (McpResponse each : List.of(McpRequest.method(this.port, method),
				McpRequest.method(this.port, method, "Mcp-Session-Id", session.id()))) {
			assertThat(each.header("Allow")).contains("POST");
			assertRefused(each, 405);
		}
		assertThat(session.request("ping").send().status()).isEqualTo(200);
	}

	@Test
	void headIsNotAllowedAndHasNoBody() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection
				.send(RawConnection.head("HEAD", "/mcp") + RawConnection.head("GET", "/health", "Connection: close"));
			String answers = connection.readAll();
			assertThat(answers).startsWith("HTTP/1.1 405 ");
			assertThat(answers.substring(answers.indexOf("\r\n\r\n") + 4)).startsWith("HTTP/1.1 ");
		}
	}

	@Test
	void withoutASessionThereIsNothingToGetOrEnd() {
		for (String method : List.of("GET", "DELETE")) {
			McpResponse without = McpRequest.method(this.port, method, "Accept", "text/event-stream");
			assertThat(without.header("Allow")).isEqualTo("POST");
			assertRefused(without, 405);
			assertRefused(McpRequest.method(this.port, method, "Accept", "text/event-stream", "Mcp-Session-Id", "none"),
					404);
		}
	}

	@Test
	void aForeignHostIsRefusedBeforeAnythingIsRead() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			String head = RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Content-Length: 1000000");
			connection.send(head.replace("localhost", "evil.example"));
			assertThat(connection.readUntil("\r\n\r\n")).matches("(?s)HTTP/1.1 4\\d\\d .*");
		}
	}

	private static void assertRefused(McpResponse response, int status) {
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
		JsonNode error = response.error();
		assertThat(error.path("code").isInt()).isTrue();
		assertThat(error.path("message").asString("")).isNotBlank();
	}

}
