package dev.mcpgateway.streamablehttp;

import java.util.List;
import java.util.Objects;

import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpResponse.Event;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a call whose client is asked in its middle, and answers badly, late or
 * not at all.
 */
@PatientGatewayTest
class QuestionTests {

	private static final String CAPABILITIES = "{\"elicitation\": {}, \"sampling\": {}, \"roots\": {}}";

	private static final String ADA = "{\"action\": \"accept\", \"content\": {\"name\": \"Ada\"}}";

	private final int port;

	private final MeterRegistry meters;

	QuestionTests(@LocalServerPort int port, @Autowired MeterRegistry meters) {
		this.port = port;
		this.meters = meters;
	}

	private McpSession open() {
		return McpSession.open(this.port, McpSession.LEGACY, CAPABILITIES);
	}

	@ParameterizedTest
	@CsvSource({ "ask_name, elicitation/create", "ask_model, sampling/createMessage", "ask_roots, roots/list" })
	void aClientThatAnswersByAnErrorFailsTheTool(String tool, String method) {
		McpSession session = open();
		McpResponse response = session.call(tool, "{}").send();
		JsonNode question = response.until(method).getLast();
		assertThat(refuse(session, question).send().status()).isEqualTo(202);
		JsonNode result = response.result();
		assertThat(result.path("isError").asBoolean()).isTrue();
		assertThat(result.toString()).contains("the user is away").doesNotContain("secret");
		assertNothingRuns();
	}

	@Test
	void aPromptAndAResourceFailByAnError() {
		McpSession session = open();
		for (McpRequest each : List.of(session.request("prompts/get").param("name", "ask_prompt"),
				session.request("resources/read").param("uri", "sample://asked"))) {
			McpResponse response = each.send();
			refuse(session, response.until("elicitation/create").getLast()).send();
			assertThat(response.error().path("message").asString("")).contains("the user is away");
		}
	}

	@Test
	void anAnswerFindsItsCallThoughTheConnectionBroke() {
		McpSession session = open();
		Event last;
		try (McpResponse response = session.call("ask_name", "{}").send()) {
			last = response.event().orElseThrow();
			while (!String.valueOf(last.data()).contains("elicitation/create")) {
				last = response.event().orElseThrow();
			}
		}
		JsonNode question = JsonMapper.shared().readTree(last.data());
		assertThat(session.answer(question, ADA).send().status()).isEqualTo(202);
		McpResponse resumed = session.listen("Last-Event-ID", Objects.requireNonNull(last.id()));
		assertThat(resumed.result().toString()).contains("Ada");
	}

	@Test
	void aQuestionThatWasMissedIsThereForWhoComesBack() {
		McpSession session = open();
		Event first;
		try (McpResponse response = session.call("ask_later", "{}").meta("progressToken", 1).send()) {
			first = response.event().orElseThrow();
		}
		McpResponse resumed = session.listen("Last-Event-ID", Objects.requireNonNull(first.id()));
		session.answer(resumed.until("elicitation/create").getLast(), ADA).send();
		assertThat(resumed.result().toString()).contains("Ada");
	}

	@Test
	void anAnswerThatComesAfterTheCancelIsIgnored() {
		McpSession session = open();
		McpResponse response = session.call("ask_name", "{}").id("asking").send();
		JsonNode question = response.until("elicitation/create").getLast();
		session.notify("notifications/cancelled").param("requestId", "asking").send();
		assertThat(response.messages()).noneMatch((message) -> message.path("id").asString("").equals("asking"));
		assertThat(session.answer(question, ADA).send().status()).isEqualTo(202);
		assertNothingRuns();
		assertThat(session.request("ping").send().status()).isEqualTo(200);
	}

	@Test
	void aSecondAnswerIsIgnored() {
		McpSession session = open();
		McpResponse response = session.call("ask_name", "{}").send();
		JsonNode question = response.until("elicitation/create").getLast();
		session.answer(question, ADA).send();
		assertThat(refuse(session, question).send().status()).isEqualTo(202);
		assertThat(response.result().toString()).contains("Ada");
	}

	@Test
	void aSessionThatEndsTakesItsQuestionsAlong() {
		McpSession session = open();
		McpResponse response = session.call("ask_name", "{}").send();
		JsonNode question = response.until("elicitation/create").getLast();
		session.end();
		assertThat(response.messages()).isEmpty();
		assertThat(session.answer(question, ADA).send().status()).isEqualTo(404);
		assertNothingRuns();
	}

	@Test
	void whoTakesNoEventsCannotBeAsked() {
		McpResponse response = open().call("ask_name", "{}").header("Accept", "application/json").send();
		assertThat(response.status()).isEqualTo(406);
		assertThat(response.error().path("message").asString("")).contains("text/event-stream");
		assertNothingRuns();
	}

	private static McpRequest refuse(McpSession session, JsonNode question) {
		McpRequest answer = session.answer(question, "{}");
		answer.body().remove("result");
		answer.body()
			.putObject("error")
			.put("code", -1)
			.put("message", "the user is away")
			.putObject("data")
			.put("more", "secret");
		return answer;
	}

	private void assertNothingRuns() {
		await().until(() -> this.meters.get("mcp.tool.calls.running").gauge().value() == 0);
	}

}
