package dev.mcpgateway.mcp;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call asks of a client of the older revisions while it runs (2025-11-25,
 * elicitation, sampling and roots).
 */
@GatewayTest
class LegacyQuestionTests {

	private static final String ALL = """
			{"elicitation": {"form": {}, "url": {}}, "sampling": {"tools": {}}, "roots": {}}""";

	private static final String ANN = "{\"action\": \"accept\", \"content\": {\"%s\": \"Ann\"}}";

	private final int port;

	private McpSession session;

	LegacyQuestionTests(@LocalServerPort int port) {
		this.port = port;
		this.session = open();
	}

	@BeforeEach
	void openASession() {
		this.session = open();
	}

	private McpSession open() {
		return McpSession.open(this.port, McpSession.LEGACY, ALL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {
			"ask_name;elicitation/create;{\"action\": \"accept\", \"content\": {\"name\": \"Ann\"}};Ann",
			"ask_page;elicitation/create;{\"action\": \"accept\"};accept",
			"ask_model;sampling/createMessage;{\"role\": \"assistant\", \"model\": \"m\", \"content\": {\"type\": \"text\", \"text\": \"Hello\"}};Hello",
			"ask_roots;roots/list;{\"roots\": [{\"uri\": \"file:///home\"}]};file:///home" })
	void aCallGoesOnWithTheAnswer(String tool, String method, String answer, String given) {
		McpResponse response = this.session.call(tool, "{}").send();
		JsonNode question = response.until(method).getLast();
		assertThat(this.session.answer(question, answer).send().status()).isEqualTo(202);
		assertThat(response.result().path("structuredContent").toString()).contains(given);
	}

	@Test
	@Requirement({ "2025-request-id", "2025-request-id-not-null", "2025-request-id-unique" })
	void everyQuestionHasAnIdOfItsOwn() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 3; i++) {
			McpResponse response = this.session.call("ask_twice", "{}").send();
			for (String each : List.of("name", "city")) {
				JsonNode question = response.until("elicitation/create").getLast();
				assertThat(question.path("id").isString() || question.path("id").isIntegralNumber()).isTrue();
				assertThat(ids.add(question.path("id").toString())).isTrue();
				this.session.answer(question, ANN.formatted(each)).send();
			}
			assertThat(response.result().toString()).contains("Ann of Ann");
		}
		assertThat(ids).hasSize(6);
	}

	@Test
	@Requirement({ "2025-elicitation-message", "2025-elicitation-form" })
	void aFormSaysWhatItIs() {
		JsonNode params = question("ask_name").path("params");
		assertThat(params.path("mode").asString("form")).isEqualTo("form");
		assertThat(params.path("message").asString("")).isNotBlank();
		assertThat(params.path("requestedSchema").path("type").asString("")).isEqualTo("object");
		McpSession older = McpSession.open(this.port, "2025-06-18", "{\"elicitation\": {}}");
		try (McpResponse response = older.call("ask_name", "{}").send()) {
			assertThat(response.until("elicitation/create").getLast().path("params").has("mode")).isFalse();
		}
	}

	@Test
	@Requirement({ "2025-elicitation-message", "2025-elicitation-url", "2025-elicitation-url-valid" })
	void aPageSaysWhereItIs() {
		JsonNode params = question("ask_page").path("params");
		assertThat(params.path("mode").asString("")).isEqualTo("url");
		assertThat(params.path("message").asString("")).isNotBlank();
		assertThat(params.path("elicitationId").asString("")).isNotBlank();
		assertThat(URI.create(params.path("url").asString("")).getScheme()).isEqualTo("https");
	}

	@Test
	@Requirement("2025-sampling-tools-declared")
	void aModelGetsToolsOnlyWhereItCanUseThem() {
		assertThat(question("ask_model_with_tools").path("params").path("tools").size()).isEqualTo(1);
		McpSession plain = McpSession.open(this.port, McpSession.LEGACY, "{\"sampling\": {}}");
		assertThat(plain.call("ask_model_with_tools", "{}").send().messages()).hasSize(1)
			.noneMatch((each) -> each.has("method"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "decline", "cancel" })
	void aUserMayRefuse(String action) {
		McpResponse response = this.session.call("ask_name", "{}").send();
		JsonNode question = response.until("elicitation/create").getLast();
		this.session.answer(question, "{\"action\": \"%s\"}".formatted(action)).send();
		assertThat(response.result().path("structuredContent").path("action").asString("")).isEqualTo(action);
	}

	@Test
	@Requirement({ "2025-elicitation-bound", "2025-elicitation-user-verified" })
	void onlyTheSessionThatWasAskedCanAnswer() {
		McpSession other = open();
		McpResponse response = this.session.call("ask_name", "{}").send();
		McpResponse same = other.call("ask_name", "{}").send();
		JsonNode question = response.until("elicitation/create").getLast();
		JsonNode others = same.until("elicitation/create").getLast();
		assertThat(others.path("id")).isEqualTo(question.path("id"));
		other.answer(question, "{\"action\": \"accept\", \"content\": {\"name\": \"Mallory\"}}").send();
		assertThat(same.result().toString()).contains("Mallory");
		this.session.answer(question, ANN.formatted("name")).send();
		assertThat(response.result().toString()).contains("Ann").doesNotContain("Mallory");
	}

	private JsonNode question(String tool) {
		try (McpResponse response = this.session.call(tool, "{}").id("asking").send()) {
			JsonNode question = response.message();
			// Otherwise the call would wait for its answer.
			this.session.notify("notifications/cancelled").param("requestId", "asking").send();
			return question;
		}
	}

}
