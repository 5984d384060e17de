package dev.mcpgateway.streamablehttp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpResponse.Event;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.SampleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many sessions there are, how long they live, and how much of each is kept.
 */
@GatewayTest
@TestPropertySource(properties = { "gateway.calls.deadline=1m", "gateway.calls.idle-deadline=1m",
		"gateway.mcp.session.max=3", "gateway.mcp.session.idle-time=2s", "gateway.mcp.session.unused-time=2s",
		"gateway.mcp.session.max-running=2", "gateway.mcp.session.max-subscriptions=2",
		"gateway.mcp.session.resume-buffer=4", "gateway.mcp.state-ttl=1s", "gateway.mcp.max-rounds=1",
		"gateway.mcp.max-listeners=1" })
class SessionLimitTests {

	private final int port;

	private final SampleProvider provider;

	SessionLimitTests(@LocalServerPort int port, @Autowired SampleProvider provider) {
		this.port = port;
		this.provider = provider;
	}

	@Test
	void aSessionThatNobodyUsesEnds() throws InterruptedException {
		McpSession session = McpSession.open(this.port);
		// Asking whether it is still there would use it.
		Thread.sleep(Duration.ofSeconds(4));
		assertThat(session.request("ping").send().status()).isEqualTo(404);
	}

	@Test
	void anOpenStreamKeepsASession() throws InterruptedException {
		McpSession session = McpSession.open(this.port);
		try (McpResponse stream = session.listen()) {
			stream.event();
			Thread.sleep(Duration.ofSeconds(4));
			assertThat(session.request("ping").send().status()).isEqualTo(200);
		}
		await().pollInterval(Duration.ofMillis(2500)).until(() -> session.request("ping").send().status() == 404);
	}

	/** And for as long again after its end. */
	@Test
	void aCallKeepsItsSessionThoughItsClientHasLeft() throws InterruptedException {
		McpSession session = McpSession.open(this.port);
		Event first;
		try (McpResponse call = session.call("steps", "{\"to\": 2, \"delay_ms\": 2000}")
			.meta("progressToken", 1)
			.send()) {
			first = call.event().orElseThrow();
		}
		Thread.sleep(Duration.ofMillis(2500));
		McpResponse resumed = session.listen("Last-Event-ID", Objects.requireNonNull(first.id()));
		assertThat(resumed.result().toString()).contains("done");
	}

	@Test
	void oneSessionMoreEndsTheOneThatWasIdleLongest() {
		List<McpSession> sessions = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			sessions.add(McpSession.open(this.port));
		}
		try (McpResponse kept = sessions.get(0).listen()) {
			kept.event();
			sessions.get(2).request("ping").send();
			McpSession fourth = McpSession.open(this.port);
			assertThat(sessions.get(1).request("ping").send().status()).isEqualTo(404);
			assertThat(sessions.get(0).request("ping").send().status()).isEqualTo(200);
			assertThat(sessions.get(2).request("ping").send().status()).isEqualTo(200);
			assertThat(fourth.request("ping").send().status()).isEqualTo(200);
		}
	}

	@Test
	void aSessionRunsSoManyRequestsAtOnce() {
		McpSession session = McpSession.open(this.port);
		List<McpResponse> running = List.of(tick(session, "one"), tick(session, "two"));
		running.forEach(McpResponse::message);
		assertThat(session.request("ping").error().path("message").asString("")).contains("which is the limit");
		session.notify("notifications/cancelled").param("requestId", "one").send();
		await().until(() -> session.request("ping").send().response().has("result"));
		assertThat(session.request("ping").id("two").error().path("message").asString("")).contains("still running");
		session.end();
		running.forEach(McpResponse::messages);
	}

	private static McpResponse tick(McpSession session, String id) {
		return session.call("tick", "{}").id(id).meta("progressToken", id).send();
	}

	@Test
	void aSessionSubscribesToSoManyResources() {
		McpSession session = McpSession.open(this.port);
		for (int i = 1; i <= 2; i++) {
			session.request("resources/subscribe").param("uri", "sample://numbers/" + i).result();
		}
		McpRequest third = session.request("resources/subscribe").param("uri", "sample://numbers/3");
		assertThat(third.error().path("message").asString("")).contains("may subscribe to 2");
		session.request("resources/unsubscribe").param("uri", "sample://numbers/1").result();
		third.result();
	}

	/** More changed than is kept: whatever may have changed is named again. */
	@Test
	void aSessionStreamThatLostChangesNamesThemAll() {
		McpSession session = McpSession.open(this.port);
		session.request("resources/subscribe").param("uri", "sample://numbers/1").result();
		Event last;
		try (McpResponse stream = session.listen()) {
			stream.event();
			offer(true);
			stream.message();
			stream.message();
			last = stream.event().orElseThrow();
		}
		for (int i = 0; i < 3; i++) {
			offer(false);
			offer(true);
		}
		for (String[] headers : List.of(new String[] { "Last-Event-ID", Objects.requireNonNull(last.id()) },
				new String[] { "Last-Event-ID", "s-12345" })) {
			try (McpResponse resumed = session.listen(headers)) {
				assertThat(resumed.status()).isEqualTo(200);
				assertThat(Stream.generate(resumed::message)
					.limit(4)
					.map((message) -> message.path("method").asString(""))).containsExactlyInAnyOrder(
							"notifications/tools/list_changed", "notifications/resources/list_changed",
							"notifications/prompts/list_changed", "notifications/resources/updated");
			}
		}
	}

	/** Changes each of the three lists, once. */
	private void offer(boolean extra) {
		this.provider.offer(extra);
		await().until(() -> McpRequest.modern(this.port, "tools/list")
			.result()
			.path("tools")
			.valueStream()
			.anyMatch((tool) -> tool.path("name").asString("").equals("extra")) == extra);
	}

	@AfterEach
	void takeBack() {
		this.provider.offer(false);
	}

	@Test
	void ofACallTheAnswerIsKeptWhateverItHasToldBefore() {
		McpSession session = McpSession.open(this.port);
		Event first;
		try (McpResponse call = session.call("steps", "{\"to\": 50, \"delay_ms\": 10}")
			.meta("progressToken", 1)
			.send()) {
			first = call.event().orElseThrow();
		}
		McpResponse resumed = session.listen("Last-Event-ID", Objects.requireNonNull(first.id()));
		assertThat(resumed.result().toString()).contains("done");
	}

	@Test
	void aClientThatNeverAnswersIsNotWaitedForForEver() {
		McpSession session = McpSession.open(this.port, McpSession.LEGACY, "{\"elicitation\": {}}");
		McpResponse response = session.call("ask_name", "{}").send();
		JsonNode question = response.until("elicitation/create").getLast();
		JsonNode result = response.result();
		assertThat(result.path("isError").asBoolean()).isTrue();
		assertThat(result.toString()).contains("did not answer");
		assertThat(
				session.answer(question, "{\"action\": \"accept\", \"content\": {\"name\": \"Ada\"}}").send().status())
			.isEqualTo(202);
	}

	@Test
	void aCallAsksSoManyQuestions() {
		McpSession session = McpSession.open(this.port, McpSession.LEGACY, "{\"elicitation\": {}}");
		McpResponse response = session.call("ask_twice", "{}").send();
		session
			.answer(response.until("elicitation/create").getLast(),
					"{\"action\": \"accept\", \"content\": {\"name\": \"Ada\"}}")
			.send();
		JsonNode result = response.result();
		assertThat(result.path("isError").asBoolean()).isTrue();
		assertThat(result.toString()).contains("which is the limit");
	}

	@Test
	void soManyStreamsOfSubscriptionsAreOpen() {
		try (McpResponse listener = listen()) {
			assertThat(listener.message().path("method").asString("")).contains("acknowledged");
			assertThat(listen().error().path("message").asString("")).contains("which is the limit");
		}
		await().until(() -> {
			try (McpResponse again = listen()) {
				return again.message().has("method");
			}
		});
	}

	private McpResponse listen() {
		return McpRequest.modern(this.port, "subscriptions/listen")
			.json("notifications", "{\"toolsListChanged\": true}")
			.send();
	}

}
