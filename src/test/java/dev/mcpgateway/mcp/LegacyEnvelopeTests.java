package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every message of the older revisions has in common (2025-11-25, basic).
 */
@GatewayTest
class LegacyEnvelopeTests {

	private static final Pattern META_KEY = Pattern.compile(
			"([A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?)*/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

	private final int port;

	LegacyEnvelopeTests(@LocalServerPort int port) {
		this.port = port;
	}

	/** One request of each kind, with the error code that it is answered with. */
	static Stream<Sample> samples() {
		return Stream.of(new Sample("ping", 0), new Sample("tools/list", 0), new Sample("resources/list", 0),
				new Sample("resources/templates/list", 0), new Sample("prompts/list", 0),
				new Sample("tools/call", 0, (request) -> request.call("echo", "{\"message\": \"ä\"}")),
				new Sample("tools/call", 0, (request) -> request.call("fail_single", "{\"kind\": \"failed\"}")),
				new Sample("tools/call", 0, (request) -> request.call("progress", "{}").meta("progressToken", 1)),
				new Sample("resources/read", 0, (request) -> request.param("uri", "example://hello")),
				new Sample("resources/subscribe", 0, (request) -> request.param("uri", "example://hello")),
				new Sample("resources/unsubscribe", 0, (request) -> request.param("uri", "example://hello")),
				new Sample("prompts/get", 0, (request) -> request.call("greet", "{\"name\": \"Ann\"}")),
				new Sample("logging/setLevel", 0, (request) -> request.param("level", "info")),
				new Sample("no/such", -32601), new Sample("server/discover", -32601),
				new Sample("tools/call", -32602, (request) -> request.call("no_such", "{}")),
				new Sample("resources/read", -32002, (request) -> request.param("uri", "example://no/such")),
				new Sample("resources/subscribe", -32002, (request) -> request.param("uri", "example://no/such")),
				new Sample("prompts/get", -32602, (request) -> request.call("no_such", "{}")),
				new Sample("tools/list", -32602, (request) -> request.param("cursor", "made-up")),
				new Sample("tools/call", -32603, (request) -> request.call("fail_single", "{\"kind\": \"bug\"}")));
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Requirement({ "2025-base-jsonrpc", "2025-result-id", "2025-result-member", "2025-error-id",
			"2025-error-code-and-message", "2025-error-code-integer", "2025-elicitation-error-only-for-url" })
	void everyAnswerHasItsForm(Sample sample) {
		McpSession session = McpSession.open(this.port);
		for (Object id : List.of(17, "seventeen", "", 9007199254740993L)) {
			List<JsonNode> messages = sample.request(session).id(id).send().messages();
			JsonNode response = messages.getLast();
			assertThat(messages).allSatisfy((each) -> assertThat(each.path("jsonrpc").asString("")).isEqualTo("2.0"));
			assertThat(response.path("id")).isEqualTo(JsonMapper.shared().valueToTree(id));
			assertThat(response.has("result")).isEqualTo(sample.code() == 0).isNotEqualTo(response.has("error"));
			if (sample.code() != 0) {
				assertThat(response.path("error").path("code").isIntegralNumber()).isTrue();
				assertThat(response.path("error").path("code").asInt()).isEqualTo(sample.code());
				assertThat(response.path("error").path("message").asString("")).isNotBlank();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "true", "{}", "[1]" })
	@Requirement("2025-request-id")
	void anIdIsAStringOrAnInteger(String id) {
		assertRefused(id);
	}

	@Test
	@Requirement("2025-request-id-not-null")
	void anIdIsNotNull() {
		assertRefused("null");
	}

	private void assertRefused(String id) {
		McpResponse response = McpSession.open(this.port)
			.request("tools/list")
			.send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/list\"}".formatted(id));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32600);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"x\"", "{}", "{\"jsonrpc\": \"1.0\", \"id\": 1, \"method\": \"ping\"}",
			"{\"id\": 1, \"method\": \"ping\"}", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": 7}", "nonsense", "",
			"{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": {}, \"error\": {\"code\": 1, \"message\": \"x\"}}" })
	@Requirement({ "2025-base-jsonrpc", "2025-error-id" })
	void whatIsNoMessageIsAnError(String body) {
		McpResponse response = McpSession.open(this.port).request("ping").send(body);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isIn(-32700, -32600);
	}

	@Test
	@Requirement("2025-notification-no-id")
	void notificationsHaveNoId() {
		McpSession session = McpSession.open(this.port);
		session.request("logging/setLevel").param("level", "debug").result();
		List<JsonNode> messages = new ArrayList<>(session.call("log_all", "{}").send().messages());
		messages.addAll(session.call("progress", "{}").meta("progressToken", 1).send().messages());
		assertThat(messages).filteredOn((each) -> each.has("method"))
			.hasSizeGreaterThan(8)
			.allSatisfy((each) -> assertThat(each.has("id")).isFalse());
	}

	@ParameterizedTest
	@ValueSource(strings = { "notifications/initialized", "notifications/cancelled", "notifications/no/such",
			"notifications/roots/list_changed", "tools/list" })
	@Requirement("2025-notification-no-response")
	void aNotificationIsNotAnswered(String method) {
		McpResponse response = McpSession.open(this.port).notify(method).send();
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.text()).isEmpty();
	}

	@Test
	@Requirement("2025-meta-no-assumptions")
	void reservedKeysMayHoldAnything() {
		McpSession session = McpSession.open(this.port);
		for (String value : List.of("17", "null", "[{}]", "\"\"", "{\"a\": 1}")) {
			JsonNode odd = JsonMapper.shared().readTree(value);
			McpRequest request = session.call("echo", "{\"message\": \"x\"}");
			for (String key : List.of("io.modelcontextprotocol/unknown", "dev.mcp/", "org.modelcontextprotocol.api/x",
					"io.modelcontextprotocol/related-task", "traceparent")) {
				request.meta(key, odd);
			}
			assertThat(request.result().path("structuredContent").path("echo").asString("")).isEqualTo("x");
		}
	}

	@Test
	@Requirement({ "2025-meta-key-prefix", "2025-meta-key-name" })
	void theKeysOfMetaAreProper() {
		McpSession session = McpSession.open(this.port);
		List<String> keys = new ArrayList<>();
		samples().flatMap((sample) -> sample.request(session).send().messages().stream())
			.forEach((message) -> collectMetaKeys(message, keys));
		collectMetaKeys(session.call("count", "{\"to\": 100000, \"delay_ms\": 0}").result(), keys);
		assertThat(keys).isNotEmpty().allMatch(META_KEY.asMatchPredicate());
	}

	private static void collectMetaKeys(JsonNode message, List<String> keys) {
		message.forEachEntry((name, value) -> {
			if (name.equals("_meta")) {
				value.forEachEntry((key, ignored) -> keys.add(key));
			}
			collectMetaKeys(value, keys);
		});
		if (message.isArray()) {
			message.forEach((each) -> collectMetaKeys(each, keys));
		}
	}

	/**
	 * A request and the code of its error, 0 for none.
	 */
	record Sample(String method, int code, Consumer<McpRequest> spoil) {

		Sample(String method, int code) {
			this(method, code, (request) -> {
			});
		}

		McpRequest request(McpSession session) {
			McpRequest request = session.request(this.method);
			this.spoil.accept(request);
			return request;
		}

		@Override
		public String toString() {
			return this.method + " " + this.code;
		}

	}

}
