package dev.mcpgateway.streamablehttp;

import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several messages in one body, which only revision 2025-03-26 has.
 */
@PatientGatewayTest
class BatchTests {

	private static final String OLDEST = "2025-03-26";

	private final int port;

	private final DialogueFeatures features;

	BatchTests(@LocalServerPort int port, @Autowired DialogueFeatures features) {
		this.port = port;
		this.features = features;
	}

	private static McpResponse send(McpSession session, Object... messages) {
		return session.request("").send(List.of(messages).toString());
	}

	private static List<JsonNode> answers(McpResponse response) {
		assertThat(response.status()).isEqualTo(200);
		JsonNode array = JsonMapper.shared().readTree(response.text());
		assertThat(array.isArray()).isTrue();
		return new ArrayList<>(array.values());
	}

	@Test
	void everyRequestIsAnsweredAndNothingElse() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		List<JsonNode> answers = answers(send(session, session.request("ping").id("ping").body(),
				session.notify("notifications/initialized").body(),
				session.call("echo", "{\"message\": \"hi\"}").id("echo").body(),
				session.request("no/such").id("none").body()));
		assertThat(answers).extracting((each) -> each.path("id").asString(""))
			.containsExactlyInAnyOrder("ping", "echo", "none");
		assertThat(answers).filteredOn((each) -> each.path("id").asString("").equals("echo"))
			.singleElement()
			.satisfies((each) -> assertThat(each.path("result").toString()).contains("hi"));
		assertThat(answers).filteredOn((each) -> each.path("id").asString("").equals("none"))
			.singleElement()
			.satisfies((each) -> assertThat(each.at("/error/code").asInt()).isEqualTo(-32601));
	}

	@Test
	void whatIsNoRequestIsOnlyAccepted() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		McpResponse response = send(session, session.notify("notifications/initialized").body(),
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.text()).isEmpty();
	}

	@Test
	void whatIsNoMessageIsAnErrorAmongTheAnswers() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		List<JsonNode> answers = answers(
				send(session, "1", "{\"id\": \"bad\"}", "[]", session.request("ping").id("ping").body()));
		assertThat(answers).hasSize(4);
		assertThat(answers).filteredOn((each) -> each.has("error"))
			.hasSize(3)
			.allSatisfy((each) -> assertThat(each.at("/error/code").asInt()).isEqualTo(-32600));
	}

	@Test
	void theHandshakeIsNoPartOfABatch() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		List<JsonNode> answers = answers(
				send(session, McpSession.initialize(this.port, OLDEST, "{}").body(), session.request("ping").body()));
		assertThat(answers).hasSize(2)
			.anySatisfy((each) -> assertThat(each.at("/error/code").asInt()).isEqualTo(-32600));
	}

	@Test
	void anEmptyBatchIsRefused() {
		assertThat(send(McpSession.open(this.port, OLDEST, "{}")).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2025-06-18", "2025-11-25" })
	void newerRevisionsHaveNone(String revision) {
		McpSession session = McpSession.open(this.port, revision, "{}");
		McpResponse response = send(session, session.request("ping").body());
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("message").asString("")).contains("no batches");
	}

	@Test
	void withoutASessionThereIsNone() {
		String ping = McpRequest.legacy(this.port, "ping").body().toString();
		assertThat(McpRequest.legacy(this.port, "ping").send("[" + ping + "]").status()).isEqualTo(400);
	}

	@Test
	void aCallThatAsksEndsInsteadOfWaiting() {
		McpSession session = McpSession.open(this.port, OLDEST, "{\"sampling\": {}}");
		List<JsonNode> answers = answers(send(session, session.call("ask_model", "{}").id("asks").body(),
				session.request("ping").id("ping").body()));
		assertThat(answers).hasSize(2)
			.filteredOn((each) -> each.path("id").asString("").equals("asks"))
			.singleElement()
			.satisfies((each) -> assertThat(each.at("/error/message").asString("")).contains("send it alone"));
	}

	@Test
	void aCallInABatchIsCancelledFromOutside() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		var response = session.request("")
			.sendAsync("[" + session.call("tick", "{}").id("tick").body() + ","
					+ session.request("ping").id("ping").body() + "]");
		await().until(() -> this.features.ticking() == 1);
		session.notify("notifications/cancelled").param("requestId", "tick").send();
		assertThat(answers(response.join())).singleElement()
			.satisfies((each) -> assertThat(each.path("id").asString("")).isEqualTo("ping"));
		assertThat(this.features.ticking()).isZero();
	}

	@Test
	void aBatchOfTooManyMessagesIsRefused() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		List<Object> messages = new ArrayList<>();
		for (int i = 0; i < 51; i++) {
			messages.add(session.request("ping").body());
		}
		McpResponse refused = send(session, messages.toArray());
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.error().path("message").asString("")).contains("50 messages").contains("51");
		assertThat(answers(send(session, messages.subList(1, 51).toArray()))).hasSize(50);
	}

	@Test
	void theResponsesToABatchHaveABound() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		int length = 20_000;
		List<Object> messages = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			messages.add(session.call("echo", "{\"message\": \"" + "x".repeat(length) + "\"}").body());
		}
		List<JsonNode> small = answers(send(session, messages.toArray()));
		assertThat(small).hasSize(40).allSatisfy((each) -> assertThat(each.has("result")).isTrue());
		List<Object> reads = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			reads.add(session.call("lengthy", "{\"length\": 500000}").body());
		}
		McpResponse response = send(session, reads.toArray());
		String text = response.text();
		assertThat(text.length()).isLessThan(5 * 1024 * 1024);
		List<JsonNode> all = new ArrayList<>(JsonMapper.shared().readTree(text).values());
		assertThat(all).hasSize(50);
		assertThat(all).filteredOn((each) -> each.has("result")).hasSizeBetween(1, 8);
		assertThat(all).filteredOn((each) -> each.has("error"))
			.hasSizeGreaterThan(41)
			.allSatisfy(
					(each) -> assertThat(each.at("/error/message").asString("")).contains("send this request alone"));
	}

	@Test
	void aClientThatTakesOnlyEventsGetsOneForEachResponse() {
		McpSession session = McpSession.open(this.port, OLDEST, "{}");
		McpResponse response = session.request("")
			.header("Accept", "text/event-stream")
			.send(List.of(session.request("ping").id("a").body(), session.request("ping").id("b").body()).toString());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.streams()).isTrue();
		assertThat(response.messages()).extracting((each) -> each.path("id").asString(""))
			.containsExactlyInAnyOrder("a", "b");
		McpResponse nothing = session.request("")
			.header("Accept", "text/event-stream")
			.send("[" + session.notify("notifications/initialized").body() + "]");
		assertThat(nothing.status()).isEqualTo(202);
	}

}
