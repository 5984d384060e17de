package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every message of the modern revision has in common (2026-07-28, basic).
 */
@GatewayTest
class ModernEnvelopeTests {

	private static final Pattern LABEL = Pattern.compile("[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?");

	private static final Pattern NAME = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?");

	private static final Set<String> TRACE_KEYS = Set.of("traceparent", "tracestate", "baggage");

	private final int port;

	ModernEnvelopeTests(@LocalServerPort int port) {
		this.port = port;
	}

	/** One request of each kind, with the error code that it is answered with. */
	static Stream<Sample> samples() {
		return Stream.of(new Sample("server/discover", 0), new Sample("tools/list", 0), new Sample("resources/list", 0),
				new Sample("resources/templates/list", 0), new Sample("prompts/list", 0),
				new Sample("tools/call", 0, (request) -> request.call("echo", "{\"message\": \"ä\"}")),
				new Sample("tools/call", 0, (request) -> request.call("echo", "{\"message\": 1}")),
				new Sample("tools/call", 0, (request) -> request.call("fail_single", "{\"kind\": \"failed\"}")),
				new Sample("tools/call", 0,
						(request) -> request.call("ask_name", "{}").capabilities("{\"elicitation\": {}}")),
				new Sample("tools/call", 0, (request) -> request.call("progress", "{}").meta("progressToken", 1)),
				new Sample("resources/read", 0, (request) -> request.param("uri", "example://hello")),
				new Sample("prompts/get", 0, (request) -> request.call("greet", "{\"name\": \"Ann\"}")),
				new Sample("completion/complete", 0,
						(request) -> request.json("ref", "{\"type\": \"ref/prompt\", \"name\": \"words\"}")
							.json("argument", "{\"name\": \"word\", \"value\": \"a\"}")),
				new Sample("no/such", -32601), new Sample("ping", -32601), new Sample("initialize", -32601),
				new Sample("tools/call", -32602, (request) -> request.call("no_such", "{}")),
				new Sample("tools/call", -32602, (request) -> request.param("name", 1).header("Mcp-Name", "1")),
				new Sample("resources/read", -32602, (request) -> request.param("uri", "example://no/such")),
				new Sample("resources/read", -32602, (request) -> request.param("uri", "sample://numbers/404")),
				new Sample("prompts/get", -32602, (request) -> request.call("no_such", "{}")),
				new Sample("tools/list", -32602, (request) -> request.param("cursor", "made-up")),
				new Sample("tools/list", -32602,
						(request) -> request.withoutMeta(McpRequest.PREFIX + "clientCapabilities")),
				new Sample("tools/call", -32603, (request) -> request.call("fail_single", "{\"kind\": \"bug\"}")),
				new Sample("tools/list", -32020, (request) -> request.header("Mcp-Method", "tools/call")),
				new Sample("tools/call", -32021, (request) -> request.call("ask_page", "{}")),
				new Sample("tools/list", -32022, (request) -> request.header("MCP-Protocol-Version", "2099-01-01")
					.meta(McpRequest.PREFIX + "protocolVersion", "2099-01-01")));
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Requirement({ "2026-base-jsonrpc", "2026-result-id", "2026-result-member", "2026-result-type",
			"2026-result-type-values", "2026-error-id", "2026-error-code-and-message", "2026-error-code-integer" })
	void everyAnswerHasItsForm(Sample sample) {
		for (Object id : List.of(17, "seventeen", "", 9007199254740993L)) {
			List<JsonNode> messages = sample.request(this.port).id(id).send().messages();
			JsonNode response = messages.getLast();
			assertThat(messages).allSatisfy((each) -> assertThat(each.path("jsonrpc").asString("")).isEqualTo("2.0"));
			assertThat(response.path("id")).isEqualTo(JsonMapper.shared().valueToTree(id));
			assertThat(response.has("result")).isNotEqualTo(response.has("error"));
			if (sample.code() == 0) {
				assertThat(response.path("result").isObject()).isTrue();
				assertThat(response.path("result").path("resultType").asString("")).isIn("complete", "input_required");
			}
			else {
				assertThat(response.path("error").path("code").isIntegralNumber()).isTrue();
				assertThat(response.path("error").path("message").asString("")).isNotBlank();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("samples")
	@Requirement({ "2026-error-no-new-legacy-codes", "2026-error-only-defined-codes", "2026-error-codes-as-meant",
			"2026-error-retired-codes" })
	void everyErrorHasTheCodeThatIsDefinedForIt(Sample sample) {
		JsonNode response = sample.request(this.port).send().response();
		assertThat(response.path("error").path("code").asInt(0)).isEqualTo(sample.code());
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "true", "{}", "[1]", "1e400" })
	@Requirement("2026-request-id")
	void anIdIsAStringOrAnInteger(String id) {
		assertRefused(id);
	}

	@Test
	@Requirement("2026-request-id-not-null")
	void anIdIsNotNull() {
		assertRefused("null");
	}

	private void assertRefused(String id) {
		String body = McpRequest.modern(this.port, "tools/list").body().toString();
		McpResponse response = McpRequest.modern(this.port, "tools/list")
			.send(body.replace("\"id\":1", "\"id\":" + id));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32600);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "1", "\"x\"", "{}", "{\"jsonrpc\": \"1.0\", \"id\": 1, \"method\": \"tools/list\"}",
			"{\"id\": 1, \"method\": \"tools/list\"}", "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": 7}", "nonsense",
			"" })
	@Requirement({ "2026-base-jsonrpc", "2026-error-id" })
	void whatIsNoMessageIsAnError(String body) {
		McpResponse response = McpRequest.modern(this.port, "tools/list").send(body);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isIn(-32700, -32600);
	}

	@Test
	@Requirement({ "2026-notification-no-id", "2026-no-server-requests" })
	void whatComesBesideTheAnswerIsNotifications() {
		List<JsonNode> beside = new ArrayList<>();
		beside.addAll(call("progress", "{}", (request) -> request.meta("progressToken", "t")));
		beside.addAll(call("log_all", "{}", (request) -> request.meta(McpRequest.PREFIX + "logLevel", "debug")));
		beside.addAll(call("ask_later", "{}",
				(request) -> request.meta("progressToken", "t").capabilities("{\"elicitation\": {}}")));
		assertThat(beside).hasSizeGreaterThan(8).allSatisfy((each) -> {
			assertThat(each.path("method").asString("")).startsWith("notifications/");
			assertThat(each.has("id")).isFalse();
		});
	}

	private List<JsonNode> call(String tool, String arguments, UnaryOperator<McpRequest> more) {
		List<JsonNode> messages = more.apply(McpRequest.modern(this.port, "tools/call").call(tool, arguments))
			.send()
			.messages();
		return messages.subList(0, messages.size() - 1);
	}

	@Test
	@Requirement("2026-notification-no-response")
	void aNotificationIsNotAnswered() {
		for (String method : List.of("notifications/cancelled", "notifications/no/such", "tools/list")) {
			McpResponse response = McpRequest.modern(this.port, method).withoutId().param("requestId", 1).send();
			assertThat(response.text()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "protocolVersion", "clientCapabilities" })
	@Requirement("2026-meta-required-fields")
	void aRequestSaysItsVersionAndCapabilities(String field) {
		McpResponse response = McpRequest.modern(this.port, "tools/list").withoutMeta(McpRequest.PREFIX + field).send();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32602);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "protocolVersion;17", "protocolVersion;{}", "clientCapabilities;[]",
					"clientCapabilities;\"none\"", "clientCapabilities;null" })
	@Requirement("2026-meta-required-fields")
	void aRequestSaysThemProperly(String field, String value) {
		McpResponse response = McpRequest.modern(this.port, "tools/list")
			.meta(McpRequest.PREFIX + field, JsonMapper.shared().readTree(value))
			.send();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32602);
	}

	@Test
	@Requirement("2026-meta-required-fields")
	void aRequestHasMeta() {
		McpRequest request = McpRequest.modern(this.port, "tools/list");
		request.body().remove("params");
		McpResponse response = request.send();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32602);
	}

	@Test
	@Requirement({ "2026-meta-no-assumptions", "2026-meta-trace-context" })
	void reservedKeysMayHoldAnything() {
		for (String value : List.of("17", "null", "[{}]", "\"\"", "{\"a\": 1}")) {
			JsonNode odd = JsonMapper.shared().readTree(value);
			McpRequest request = McpRequest.modern(this.port, "tools/call").call("echo", "{\"message\": \"x\"}");
			for (String key : List.of("io.modelcontextprotocol/unknown", "dev.mcp/", "org.modelcontextprotocol.api/x",
					"traceparent", "tracestate", "baggage", McpRequest.PREFIX + "subscriptionId",
					McpRequest.PREFIX + "clientInfo")) {
				request.meta(key, odd);
			}
			JsonNode result = request.result();
			assertThat(result.path("structuredContent").path("echo").asString("")).isEqualTo("x");
			TRACE_KEYS.forEach((key) -> assertThat(result.path("_meta").has(key)).isFalse());
		}
	}

	@Test
	@Requirement({ "2026-meta-key-prefix", "2026-meta-key-name" })
	void theKeysOfMetaAreProper() {
		List<String> keys = new ArrayList<>();
		samples().map((sample) -> sample.request(this.port))
			.flatMap((request) -> request.send().messages().stream())
			.forEach((message) -> collectMetaKeys(message, keys));
		McpRequest.modern(this.port, "tools/call")
			.call("count", "{\"to\": 100000, \"delay_ms\": 0}")
			.send()
			.messages()
			.forEach((message) -> collectMetaKeys(message, keys));
		assertThat(keys).hasSizeGreaterThan(10).allSatisfy(ModernEnvelopeTests::assertProper);
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

	private static void assertProper(String key) {
		int slash = key.indexOf('/');
		if (slash >= 0) {
			assertThat(List.of(key.substring(0, slash).split("\\.", -1))).allMatch(LABEL.asMatchPredicate());
		}
		assertThat(key.substring(slash + 1)).matches(NAME);
	}

	/**
	 * A request and the code of its error, 0 for none.
	 */
	record Sample(String method, int code, Consumer<McpRequest> spoil) {

		Sample(String method, int code) {
			this(method, code, (request) -> {
			});
		}

		McpRequest request(int port) {
			McpRequest request = McpRequest.modern(port, this.method);
			this.spoil.accept(request);
			return request;
		}

		@Override
		public String toString() {
			return this.method + " " + this.code;
		}

	}

}
