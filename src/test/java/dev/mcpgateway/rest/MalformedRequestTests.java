package dev.mcpgateway.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Attacks by the body and by the head: refused in time, and nothing of the gateway's
 * inside is shown.
 */
@GatewayTest
class MalformedRequestTests {

	/** A second where nothing else runs. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String[] INSIDE = { "dev.mcpgateway", "java.", "Exception", "Error:", "tools.jackson",
			"springframework", "reactor.", "networknt", "\tat ", "StackTrace", "hunter2", "DeserializationFeature" };

	private final int port;

	private final GatewayClient client;

	MalformedRequestTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	static Stream<Arguments> nastyBodies() {
		String deep = "[".repeat(10_000) + "]".repeat(10_000);
		String keys = IntStream.range(0, 70_000)
			.mapToObj((number) -> "\"k" + number + "\":1")
			.collect(Collectors.joining(","));
		return Stream.of(argumentSet("not JSON", "<xml/>"), argumentSet("a cut", "{\"tool_name\":\"ec"),
				argumentSet("wrong types", "{\"tool_name\":[{}],\"arguments\":7}"),
				argumentSet("depth of 10,000", deep), argumentSet("deep arguments", call("{\"message\":" + deep + "}")),
				argumentSet("an open depth", "{\"a\":".repeat(10_000)),
				argumentSet("too many keys", call("{" + keys + "}")),
				argumentSet("a million keys", "{" + "\"k\":1,".repeat(1_000_000) + "\"l\":1}"),
				argumentSet("duplicate keys", "{\"tool_name\":\"echo\",\"tool_name\":\"count\"}"),
				argumentSet("duplicate arguments", call("{\"message\":\"a\",\"message\":\"b\"}")),
				argumentSet("a number of 10,000 digits", call("{\"message\":" + "9".repeat(10_000) + "}")),
				argumentSet("a fraction of 10,000 digits", call("{\"message\":0." + "9".repeat(10_000) + "}")),
				argumentSet("a large exponent", call("{\"message\":1e1000000000}")),
				argumentSet("a larger exponent", call("{\"message\":1e99999999999}")),
				argumentSet("half of a pair", call("{\"message\":\"\\ud800\"}")),
				argumentSet("half of a pair in a name", call("{\"\\udc00\":1}")),
				argumentSet("NaN", call("{\"message\":NaN}")), argumentSet("two values", "{} {}"),
				argumentSet("a long name", "{\"" + "n".repeat(100_000) + "\":1}"),
				argumentSet("a long unknown argument", call("{\"" + "n".repeat(1_000) + "\":1}")),
				argumentSet("a hundred unknown arguments", call("{" + keys.substring(0, 800) + "}")),
				argumentSet("a null character", call("{\"message\":\"\u0000\"}")),
				argumentSet("a batch", "[{\"tool_name\":\"nothing\"},{\"tool_name\":\"nothing\"}]"));
	}

	@ParameterizedTest
	@MethodSource("nastyBodies")
	void aNastyBodyIsRefused(String body) {
		Answer answer = assertTimeout(PATIENCE, () -> this.client.post("/api/mcp/tool", body));
		assertThat(answer.status()).isIn(400, 413);
		assertThat(answer.problem()).isIn("malformed-request", "invalid-arguments", "content-too-large");
		assertThat(answer.body()).hasSizeLessThan(50_000);
		assertThat(answer.text()).doesNotContain(INSIDE);
		Answer resource = assertTimeout(PATIENCE, () -> this.client.post("/api/mcp/resource", body));
		assertThat(resource.status()).isIn(400, 413);
		assertThat(resource.text()).doesNotContain(INSIDE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00FF", "\u00C0\u00AF", "\u00ED\u00A0\u0080", "\u00F4\u0090\u0080\u0080", "\u00C3" })
	void whatIsNotUtf8IsRefused(String octets) {
		byte[] body = call("{\"message\":\"" + octets + "\"}").getBytes(StandardCharsets.ISO_8859_1);
		Answer answer = this.client.post("/api/mcp/tool", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).doesNotContain(INSIDE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /api/mcp/tools/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /api/mcp/tools/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /api/mcp/tools/<script> HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /api/mcp/tools/\\..\\x HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET http://[bad/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET /api/mcp/tools?a=%ff%00 HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"\r\n\r\n",
			"GET /api/mcp/tools HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: ,,,\"x\r\nIf-Modified-Since: never\r\n\r\n",
			"GET /health HTTP/1.1\r\nHost: localhost\r\nAccept: ///\r\nAccept-Language: ;q=x\r\n\r\n",
			"GET /api/mcp/tools HTTP/1.1\r\nHost: localhost\r\nAccept: garbage\r\nRange: bytes=9-1\r\n\r\n",
			"GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nAccept: garbage\r\n\r\n",
			"GET /actuator/prometheus HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n",
			"GET /actuator/prometheus?includedNames=%00&name[]=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json;charset=nope\r\nContent-Length: 2\r\n\r\n{}",
			"POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
			"POST /api/mcp/resource HTTP/1.1\r\nHost: localhost\r\nContent-Type: */*\r\nContent-Length: 2\r\n\r\n{}",
			"BREW /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\n\r\n", "nonsense\r\n\r\n",
			"GET /x HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n",
			"GET /x HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n" })
	void aNastyHeadShowsNothingOfTheInside(String request) throws Exception {
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
			String answer = sender.readAll();
			assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(" 500 ").doesNotContain(INSIDE);
		}
		assertThat(this.client.call("nothing", "{}").status()).isEqualTo(200);
	}

	@Test
	void aVeryLongHeadIsRefused() throws Exception {
		for (String request : new String[] { RawConnection.head("GET", "/" + "x".repeat(100_000)),
				RawConnection.head("GET", "/health", "X: " + "x".repeat(100_000)) }) {
			try (RawConnection sender = RawConnection.open(this.port)) {
				sender.send(request);
				assertThat(sender.readUntil("\r\n")).matches("HTTP/1.1 4[0-9]{2} (?s).*");
			}
		}
	}

	@Test
	void whatOneRequestBringsBesidesItsBodyIsARequestOfItsOwn() throws Exception {
		String smuggled = RawConnection.post("/api/mcp/tool", GatewayClient.body("echo", "{\"message\":\"two\"}"));
		try (RawConnection sender = RawConnection.open(this.port)) {
			sender.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("echo", "{\"message\":\"one\"}"))
					+ smuggled);
			assertThat(sender.readUntil("two\"}\n")).contains("{\"echo\":\"one\"}\n").containsOnlyOnce("one");
		}
	}

	private static String call(String arguments) {
		return GatewayClient.body("echo", arguments);
	}

}
