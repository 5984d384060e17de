package dev.mcpgateway.mcp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that asks its client before it can be answered (2026-07-28, multi round-trip
 * requests).
 */
@GatewayTest
class InputRequiredTests {

	private static final String ALL = """
			{"elicitation": {"form": {}, "url": {}}, "sampling": {"tools": {}}, "roots": {}}""";

	private static final String ANN = "{\"%s\": {\"action\": \"accept\", \"content\": {\"%s\": \"Ann\"}}}";

	private final int port;

	InputRequiredTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@CsvSource({ "ask_name,elicitation/create", "ask_page,elicitation/create", "ask_model,sampling/createMessage",
			"ask_roots,roots/list", "ask_model_with_tools,sampling/createMessage" })
	@Requirement({ "2026-mrtr-only-pattern", "2026-mrtr-request-kinds", "2026-mrtr-requests-or-state",
			"2026-no-server-requests" })
	void aQuestionIsPartOfTheAnswer(String tool, String method) {
		List<JsonNode> messages = call(tool).send().messages();
		assertThat(messages).hasSize(1);
		JsonNode result = messages.getFirst().path("result");
		assertThat(result.path("resultType").asString("")).isEqualTo("input_required");
		assertThat(result.path("requestState").isString() || result.has("inputRequests")).isTrue();
		assertThat(result.path("inputRequests").values()).singleElement()
			.satisfies((request) -> assertThat(request.path("method").asString("")).isEqualTo(method));
	}

	@Test
	@Requirement({ "2026-elicitation-message", "2026-elicitation-form" })
	void aFormSaysWhatItIs() {
		JsonNode params = call("ask_name").result().path("inputRequests").path("name").path("params");
		assertThat(params.path("mode").asString("form")).isEqualTo("form");
		assertThat(params.path("message").asString("")).isNotBlank();
		assertThat(params.path("requestedSchema").path("type").asString("")).isEqualTo("object");
	}

	@Test
	@Requirement({ "2026-elicitation-message", "2026-elicitation-url", "2026-elicitation-url-valid" })
	void aPageSaysWhereItIs() {
		JsonNode params = call("ask_page").result().path("inputRequests").path("page").path("params");
		assertThat(params.path("mode").asString("")).isEqualTo("url");
		assertThat(params.path("message").asString("")).isNotBlank();
		assertThat(URI.create(params.path("url").asString("")).getScheme()).isEqualTo("https");
		assertThat(params.propertyNames()).containsExactlyInAnyOrder("mode", "message", "url");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "ask_name;{}", "ask_name;{\"elicitation\": {\"url\": {}}}", "ask_page;{\"elicitation\": {}}",
					"ask_page;{\"elicitation\": {\"form\": {}}}", "ask_model;{\"elicitation\": {}}",
					"ask_model_with_tools;{\"sampling\": {}}", "ask_roots;{\"sampling\": {}}" })
	@Requirement({ "2026-mrtr-declared-only", "2026-elicitation-supported-modes", "2026-sampling-tools-declared" })
	void nobodyIsAskedWhatItCannotAnswer(String tool, String capabilities) {
		JsonNode response = call(tool).capabilities(capabilities).send().response();
		assertThat(response.has("result")).isFalse();
		assertThat(response.path("error").path("code").asInt()).isEqualTo(-32021);
	}

	@Test
	@Requirement("2026-mrtr-keys-unique")
	void severalQuestionsHaveKeysOfTheirOwn() {
		JsonNode asked = call("ask_both").result().path("inputRequests");
		assertThat(asked.propertyNames()).containsExactlyInAnyOrder("name", "city");
		JsonNode first = call("ask_twice").result();
		JsonNode second = answered(call("ask_twice"), first, "name").result();
		Set<String> keys = new HashSet<>(first.path("inputRequests").propertyNames());
		assertThat(second.path("inputRequests").propertyNames()).allMatch(keys::add);
	}

	@Test
	void theAnswersOfAllRoundsCount() {
		JsonNode first = call("ask_twice").result();
		JsonNode second = answered(call("ask_twice"), first, "name").result();
		JsonNode third = answered(call("ask_twice"), second, "city").result();
		assertThat(third.path("structuredContent").path("text").asString("")).isEqualTo("Ann of Ann");
	}

	@Test
	@Requirement("2026-stateless-explicit-handles")
	void whatWasAnsweredBeforeIsInTheStateAndNowhereElse() {
		JsonNode first = call("ask_twice").result();
		JsonNode second = answered(call("ask_twice"), first, "name").result();
		assertThat(second.path("inputRequests").propertyNames()).containsExactly("city");
		JsonNode forgotten = call("ask_twice").json("inputResponses", ANN.formatted("city", "city")).result();
		assertThat(forgotten.path("inputRequests").propertyNames()).containsExactly("name");
	}

	@Test
	@Requirement("2026-mrtr-supported-requests")
	void promptsAndReadsMayAskAndNothingElse() {
		Supplier<McpRequest> read = () -> McpRequest.modern(this.port, "resources/read")
			.param("uri", "sample://asked")
			.capabilities(ALL);
		Supplier<McpRequest> get = () -> McpRequest.modern(this.port, "prompts/get")
			.call("ask_prompt", "{}")
			.capabilities(ALL);
		for (Supplier<McpRequest> each : List.of(read, get)) {
			JsonNode asked = each.get().result();
			assertThat(asked.path("resultType").asString("")).isEqualTo("input_required");
			assertThat(asked.has("ttlMs")).isFalse();
			assertThat(answered(each.get(), asked, "name").result().toString()).contains("Ann");
		}
		for (String method : List.of("server/discover", "tools/list", "resources/list", "resources/templates/list",
				"prompts/list")) {
			assertThat(McpRequest.modern(this.port, method).capabilities(ALL).result().path("resultType").asString(""))
				.isEqualTo("complete");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "AAAA", "{}", "../../etc/passwd", "%00", "null" })
	@Requirement({ "2026-mrtr-state-untrusted", "2026-mrtr-state-rejected", "2026-mrtr-state-validated" })
	void aStateThatWasMadeUpIsRefused(String state) {
		assertRefused(call("ask_twice"), state);
	}

	@Test
	@Requirement({ "2026-mrtr-state-integrity", "2026-mrtr-state-rejected", "2026-mrtr-state-validated" })
	void aStateThatWasChangedIsRefused() {
		String state = answered(call("ask_twice"), call("ask_twice").result(), "name").result()
			.path("requestState")
			.asString("");
		for (int i = 0; i < state.length() - 4; i += 1 + state.length() / 40) {
			char other = (state.charAt(i) == 'A') ? 'B' : 'A';
			assertRefused(call("ask_twice"), state.substring(0, i) + other + state.substring(i + 1));
		}
		assertRefused(call("ask_twice"), state.substring(1));
		assertRefused(call("ask_twice"), state.substring(0, state.length() - 4));
		assertRefused(call("ask_twice"), state + "AAAA");
	}

	@Test
	@Requirement({ "2026-mrtr-state-rejected", "2026-mrtr-state-validated", "2026-elicitation-bound" })
	void aStateIsOfOneRequest() {
		String state = call("ask_name").result().path("requestState").asString("");
		assertRefused(call("ask_twice"), state);
		assertRefused(
				McpRequest.modern(this.port, "tools/call").call("ask_for", "{\"what\": \"name\"}").capabilities(ALL),
				state);
		String other = askFor("a").result().path("requestState").asString("");
		assertRefused(askFor("b"), other);
		assertRefused(McpRequest.modern(this.port, "prompts/get").call("ask_prompt", "{}").capabilities(ALL), state);
	}

	private McpRequest askFor(String what) {
		return McpRequest.modern(this.port, "tools/call")
			.call("ask_for", "{\"what\": \"%s\"}".formatted(what))
			.capabilities(ALL);
	}

	@Test
	@Requirement({ "2026-mrtr-no-assumptions", "2026-elicitation-state-protected" })
	void aClientThatNeverAnswersLeavesNothingBehind() {
		for (int i = 0; i < 100; i++) {
			assertThat(call("ask_name").result().path("resultType").asString("")).isEqualTo("input_required");
		}
		JsonNode again = call("ask_name").json("inputResponses", "{}").result();
		assertThat(again.path("resultType").asString("")).isEqualTo("input_required");
		JsonNode other = call("ask_name").json("inputResponses", ANN.formatted("other", "name")).result();
		assertThat(other.path("inputRequests").propertyNames()).containsExactly("name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "decline", "cancel" })
	@Requirement("2026-elicitation-declined")
	void aUserMayRefuse(String action) {
		JsonNode result = call("ask_name").json("inputResponses", "{\"name\": {\"action\": \"%s\"}}".formatted(action))
			.result();
		assertThat(result.path("structuredContent").path("action").asString("")).isEqualTo(action);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\": {\"action\": \"accept\", \"content\": {\"name\": 1}}}",
			"{\"name\": {\"action\": \"accept\"}}", "{\"name\": {\"action\": \"maybe\"}}", "{\"name\": 7}",
			"{\"name\": null}", "{\"name\": {\"error\": {\"code\": -1, \"message\": \"x\"}}}" })
	@Requirement({ "2026-elicitation-declined", "2026-mrtr-no-assumptions" })
	void anAnswerThatDoesNotFitIsAskedForAgain(String responses) {
		McpResponse response = call("ask_name").json("inputResponses", responses).send();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.result().path("inputRequests").propertyNames()).containsExactly("name");
	}

	@Test
	@Requirement("2026-elicitation-state-protected")
	void theStateCannotBeRead() {
		JsonNode first = call("ask_twice").result();
		String state = answered(call("ask_twice"), first, "name").result().path("requestState").asString("");
		String decoded = new String(Base64.getUrlDecoder().decode(state), StandardCharsets.ISO_8859_1);
		assertThat(decoded).doesNotContain("Ann", "anonymous", "name");
	}

	@Test
	@Requirement("2026-elicitation-user-verified")
	void whoAClientSaysItsUserIsChangesNothing() {
		JsonNode asked = call("ask_twice").meta(McpRequest.PREFIX + "clientInfo", Map.of("name", "ann", "version", "1"))
			.result();
		JsonNode second = answered(call("ask_twice"), asked, "name").meta("com.example/user", "admin")
			.meta(McpRequest.PREFIX + "clientInfo", Map.of("name", "bob", "version", "1"))
			.header("X-Forwarded-User", "admin")
			.result();
		assertThat(second.path("inputRequests").propertyNames()).containsExactly("city");
	}

	private McpRequest call(String tool) {
		return McpRequest.modern(this.port, "tools/call").call(tool, "{}").capabilities(ALL);
	}

	private static McpRequest answered(McpRequest retry, JsonNode asked, String key) {
		return retry.id("retry")
			.json("inputResponses", ANN.formatted(key, key))
			.param("requestState", asked.path("requestState").asString(""));
	}

	private static void assertRefused(McpRequest request, String state) {
		assertThat(request.json("inputResponses", ANN.formatted("city", "city"))
			.param("requestState", state)
			.error()
			.path("code")
			.asInt()).isEqualTo(-32602);
	}

}
