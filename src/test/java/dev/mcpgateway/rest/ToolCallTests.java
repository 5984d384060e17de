package dev.mcpgateway.rest;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code POST /api/mcp/tool}: what a call answers, line by line.
 */
@GatewayTest
class ToolCallTests {

	private static final String EVENTS = "application/x-ndjson;profile=events";

	private final int port;

	private final GatewayClient client;

	ToolCallTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@Test
	void aSingleValueIsOneLine() {
		Answer answer = this.client.call("echo", "{\"message\": \"hi\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
		assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
		assertThat(answer.text()).isEqualTo("{\"echo\":\"hi\"}\n");
		assertThat(answer.header("Content-Length")).isEqualTo("14");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ä😀", "line\nbreak", "\u2028", "\"quotes\\\"", "\t\u0000", "</script>" })
	void anyTextComesBack(String text) {
		String json = JsonMapper.shared().writeValueAsString(text);
		Answer answer = this.client.call("echo", "{\"message\": " + json + "}");
		assertThat(answer.lines()).hasSize(1);
		assertThat(answer.line(0).get("echo").stringValue()).isEqualTo(text);
	}

	@Test
	void aStreamIsALinePerItem() {
		Answer answer = this.client.call("count", "{\"to\": 3, \"delay_ms\": 0}");
		assertThat(answer.text()).isEqualTo("{\"count\":1}\n{\"count\":2}\n{\"count\":3}\n");
	}

	@Test
	void aLongStreamArrivesWhole() {
		Answer answer = this.client.call("count", "{\"to\": 20000, \"delay_ms\": 0}");
		assertThat(answer.lines())
			.isEqualTo(IntStream.rangeClosed(1, 20_000).mapToObj((number) -> "{\"count\":" + number + "}").toList());
	}

	@Test
	void aLineArrivesBeforeTheNextExists() {
		try (Stream<String> lines = this.client.stream("endless", "{}")) {
			Iterator<String> line = lines.iterator();
			assertThat(line.next()).isEqualTo("{\"value\":0}");
			assertThat(line.next()).isEqualTo("{\"value\":1}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "empty" })
	void nothingIsAnEmptyAnswer(String tool) {
		Answer answer = this.client.call(tool, "{}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void argumentsMayBeLeftOutOrNull() {
		assertThat(this.client.post("/api/mcp/tool", "{\"tool_name\": \"nothing\"}").status()).isEqualTo(200);
		assertThat(this.client.post("/api/mcp/tool", "{\"tool_name\": \"nothing\", \"arguments\": null}").status())
			.isEqualTo(200);
	}

	@Test
	void contentIsALineOfItsKindAndProgressIsNone() {
		assertThat(this.client.call("blocks", "{}").lines()).containsExactly("{\"type\":\"text\",\"text\":\"hi\"}",
				"{\"type\":\"image\",\"data\":\"aGk=\",\"mimeType\":\"image/png\"}",
				"{\"type\":\"audio\",\"data\":\"aGk=\",\"mimeType\":\"audio/wav\"}",
				"{\"type\":\"resource_link\",\"uri\":\"x://a\",\"name\":\"a\",\"mimeType\":\"text/plain\"}",
				"{\"type\":\"resource\",\"resource\":{\"uri\":\"x://a\",\"text\":\"hi\"}}");
		assertThat(this.client.call("progress", "{}").lines()).containsExactly("{\"value\":1}");
	}

	@Test
	void withTheProfileEachLineIsAnEnvelopeAndTheEndIsTheLast() {
		Answer answer = this.client.call("progress", "{}", "Accept", EVENTS);
		assertThat(answer.header("Content-Type")).isEqualTo(EVENTS);
		assertThat(answer.lines()).containsExactly(
				"{\"type\":\"progress\",\"progress\":1.0,\"total\":2.0,\"message\":\"half\"}",
				"{\"type\":\"item\",\"item\":{\"value\":1}}", "{\"type\":\"progress\",\"progress\":2.0}",
				"{\"type\":\"end\",\"items\":1}");
		assertThat(this.client.call("blocks", "{}", "Accept", EVENTS).line(0).at("/content/text").stringValue())
			.isEqualTo("hi");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "empty" })
	void withTheProfileNothingIsAnEnd(String tool) {
		assertThat(this.client.call(tool, "{}", "Accept", EVENTS).lines())
			.containsExactly("{\"type\":\"end\",\"items\":0}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-ndjson;profile=events", "application/x-ndjson; profile=\"events\"",
			"text/plain, application/x-ndjson;profile=events;q=0.5", "APPLICATION/X-NDJSON;PROFILE=events" })
	void theProfileIsFoundHoweverItIsWritten(String accept) {
		assertThat(this.client.call("echo", "{\"message\": \"hi\"}", "Accept", accept).lines())
			.containsExactly("{\"type\":\"item\",\"item\":{\"echo\":\"hi\"}}", "{\"type\":\"end\",\"items\":1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "application/x-ndjson;profile=other",
			"application/json;profile=events", "profile", "profile=events", "a/b/c;profile=events", ";;;profile",
			"application/x-ndjson;profile" })
	void withoutTheProfileLinesAreValues(String accept) {
		assertThat(this.client.call("echo", "{\"message\": \"hi\"}", "Accept", accept).lines())
			.containsExactly("{\"echo\":\"hi\"}");
	}

	@Test
	void aReaderThatLeavesCancelsTheCall(@Autowired SampleFeatures features) {
		int before = features.cancelled();
		try (Stream<String> lines = this.client.stream("endless", "{}")) {
			assertThat(lines.iterator().next()).isNotEmpty();
		}
		await().until(() -> features.cancelled() == before + 1);
	}

	@Test
	void aReaderThatStallsStallsTheCallAndIsGivenUp(@Autowired SampleFeatures features) throws Exception {
		int produced = features.produced();
		int cancelled = features.cancelled();
		try (RawConnection stalling = RawConnection.open(this.port, 8 * 1024)) {
			stalling.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("flood", "{}")));
			stalling.readUntil("filling");
			await().until(() -> features.cancelled() == cancelled + 1);
			// Of ten thousand megabytes, what the kernel's buffers hold and little more.
			assertThat(features.produced() - produced).isLessThan(20_000);
			assertThat(stalling.readUntil("0\r\n\r\n")).contains("The reader took nothing within 3 s.");
		}
	}

	@Test
	void aFailureAfterALineIsTheLastLine() {
		Answer answer = this.client.call("fail_later", "{\"kind\": \"unavailable\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.lines()).hasSize(3).startsWith("{\"value\":1}", "{\"value\":2}");
		assertThat(answer.line(-1).propertyNames()).containsExactlyInAnyOrder("error", "problem");
		assertThat(answer.line(-1).get("error").stringValue()).isEqualTo("Backend sample is unavailable: it is asleep");
		assertThat(answer.line(-1).get("problem").toString()).isEqualTo("""
				{"type":"urn:mcp-gateway:problem:backend-unavailable","title":"Backend unavailable","status":503,\
				"detail":"Backend sample is unavailable: it is asleep"}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "arguments", "absent", "refused", "unavailable", "failed", "overloaded", "late",
			"stopping", "range", "bug" })
	void withTheProfileAFailureIsTheLastLineOfItsKind(String kind) {
		Answer answer = this.client.call("fail_later", "{\"kind\": \"" + kind + "\"}", "Accept", EVENTS);
		assertThat(answer.lines()).hasSize(3);
		assertThat(answer.line(-1).get("type").stringValue()).isEqualTo("error");
		assertThat(answer.line(-1).at("/problem/status").intValue()).isGreaterThanOrEqualTo(400);
		assertThat(answer.line(-1).get("error")).isEqualTo(answer.line(-1).at("/problem/detail"));
		assertThat(answer.text()).doesNotContain("hunter2");
	}

	@Test
	void aValueThatCannotBeWrittenIsAFailureAndNeverHalfALine() {
		Answer answer = this.client.call("unwritable", "{}");
		assertThat(answer.lines()).hasSize(2).startsWith("{\"value\":1}");
		assertThat(answer.line(-1).at("/problem/type").stringValue()).endsWith(":internal-error");
		assertThat(answer.text()).doesNotContain("half", "hunter2");
		Answer single = this.client.call("unwritable_single", "{}");
		assertThat(single.status()).isEqualTo(500);
		assertThat(single.problem()).isEqualTo("internal-error");
		assertThat(single.text()).doesNotContain("half", "hunter2");
	}

	@Test
	void aStreamThatStandsStillEndsWithAnErrorLine() {
		List<String> lines = this.client.call("stall", "{}").lines();
		assertThat(lines).hasSize(2);
		assertThat(lines.getLast()).contains("Nothing more was produced within 3 s.", "\"status\":504");
	}

	@ParameterizedTest
	@ValueSource(strings = { "slow", "sleep" })
	void aCallThatTakesTooLongIsAnError(String tool) {
		assertThat(this.client.call(tool, "{\"delay_ms\": 1}").lines()).containsExactly("{\"value\":1}");
		Answer answer = this.client.call(tool, "{\"delay_ms\": 60000}");
		assertThat(answer.status()).isEqualTo(504);
		assertThat(answer.problem()).isEqualTo("deadline-exceeded");
		assertThat(answer.json().get("detail").stringValue()).isEqualTo("The call did not finish within 3 s.");
	}

}
