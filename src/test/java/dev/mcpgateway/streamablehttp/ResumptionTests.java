package dev.mcpgateway.streamablehttp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpResponse.Event;
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
 * A call whose connection breaks goes on, and its client comes back for the rest.
 */
@PatientGatewayTest
class ResumptionTests {

	private final int port;

	private final DialogueFeatures features;

	ResumptionTests(@LocalServerPort int port, @Autowired DialogueFeatures features) {
		this.port = port;
		this.features = features;
	}

	@Test
	void theRestComesAndNothingElse() {
		McpSession session = McpSession.open(this.port);
		List<Event> got = take(steps(session, 20), 6);
		await().until(() -> this.features.lastStep() == 20);
		List<Event> rest = all(resume(session, got));
		assertThat(progress(got)).isNotEmpty();
		got.addAll(rest);
		assertWhole(got, 20);
	}

	@Test
	void theRestComesAsItHappensWhenTheClientIsBackEarly() {
		McpSession session = McpSession.open(this.port);
		List<Event> got = take(steps(session, 40), 6);
		McpResponse resumed = resume(session, got);
		assertThat(this.features.lastStep()).isLessThan(40);
		got.addAll(all(resumed));
		assertWhole(got, 40);
	}

	@Test
	void aConnectionMayBreakAgainAndAgain() {
		McpSession session = McpSession.open(this.port);
		List<Event> got = take(steps(session, 30), 4);
		while (progress(got).size() < 24) {
			got.addAll(take(resume(session, got), 4));
		}
		got.addAll(all(resume(session, got)));
		assertWhole(got, 30);
	}

	@Test
	void whoLeftBeforeAnythingCameGetsEverything() {
		McpSession session = McpSession.open(this.port);
		List<Event> got = take(steps(session, 5), 1);
		assertThat(got).singleElement().satisfies((event) -> {
			assertThat(event.data()).isBlank();
			assertThat(event.retry()).isNotBlank();
			assertThat(event.id()).isNotBlank();
		});
		assertWhole(all(resume(session, got)), 5);
	}

	/** Its connection may have been dead without knowing it. */
	@Test
	void whatHasEndedLatelyCanBeReadAgain() {
		McpSession session = McpSession.open(this.port);
		List<Event> whole = all(steps(session, 5));
		for (int i = 0; i < 3; i++) {
			assertWhole(all(resume(session, whole.subList(0, 1))), 5);
		}
		assertOver(session, whole.getLast());
	}

	/** Its client would come back for the response again and again. */
	@Test
	void aCancelledStreamIsOver() {
		McpSession session = McpSession.open(this.port);
		McpResponse response = session.call("tick", "{}").id("call").meta("progressToken", 1).send();
		List<Event> got = next(response, 3);
		session.notify("notifications/cancelled").param("requestId", "call").send();
		got.addAll(all(response));
		assertOver(session, got.getLast());
	}

	@Test
	void aStreamCancelledWhileNobodyReadsIsOverOnceItsRestIsRead() {
		McpSession session = McpSession.open(this.port);
		List<Event> got = take(session.call("tick", "{}").id("call").meta("progressToken", 1).send(), 3);
		session.notify("notifications/cancelled").param("requestId", "call").send();
		await().until(() -> this.features.ticking() == 0);
		try (McpResponse rest = resume(session, got)) {
			got.addAll(all(rest));
		}
		assertOver(session, got.getLast());
	}

	@Test
	void aStreamThatNeverWasIsNotOver() {
		McpSession session = McpSession.open(this.port);
		for (String id : List.of("r1-0", "r99-5", "x", "", "r-1", "r1-", "rx-1", "r1-99999999999999999999", "q1-1")) {
			try (McpResponse refused = session.listen("Last-Event-ID", id)) {
				assertThat(refused.status()).as(id).isEqualTo(400);
			}
		}
	}

	private static void assertOver(McpSession session, Event last) {
		await().untilAsserted(() -> {
			try (McpResponse over = session.listen("Last-Event-ID", Objects.requireNonNull(last.id()))) {
				assertThat(over.status()).isEqualTo(204);
			}
		});
	}

	@Test
	void whoComesBackTakesThePlaceOfAConnectionThatIsDeadWithoutKnowingIt() {
		McpSession session = McpSession.open(this.port);
		McpResponse dead = session.call("tick", "{}").id("call").meta("progressToken", 1).send();
		List<Event> got = next(dead, 3);
		try (McpResponse resumed = resume(session, got)) {
			// The dead one ends, and nothing is missing on the other.
			all(dead);
			got.addAll(next(resumed, 8));
			List<Integer> steps = progress(got);
			assertThat(steps).containsExactlyElementsOf(IntStream.rangeClosed(1, steps.size()).boxed().toList());
		}
		session.notify("notifications/cancelled").param("requestId", "call").send();
		await().until(() -> this.features.ticking() == 0);
	}

	@Test
	void nobodyReadsAStreamOfAnotherSession() {
		McpSession session = McpSession.open(this.port);
		List<Event> whole = all(steps(session, 3));
		assertThat(resume(McpSession.open(this.port), whole.subList(0, 1)).status()).isEqualTo(400);
		session.end();
		assertThat(resume(session, whole.subList(0, 1)).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2025-06-18", "2025-03-26" })
	void olderRevisionsResumeWithoutAFirstEventOfItsOwn(String revision) {
		McpSession session = McpSession.open(this.port, revision, "{}");
		List<Event> got = take(steps(session, 20), 5);
		assertThat(got.getFirst().data()).contains("notifications/progress");
		got.addAll(all(resume(session, got)));
		assertWhole(got, 20);
	}

	@Test
	void theModernEraHasNothingToComeBackFor() {
		McpResponse response = McpRequest.modern(this.port, "tools/call")
			.call("progress", "{}")
			.meta("progressToken", 1)
			.send();
		assertThat(all(response)).isNotEmpty().allSatisfy((event) -> assertThat(event.id()).isNull());
		assertThat(McpRequest
			.method(this.port, "GET", "Accept", "text/event-stream", "Last-Event-ID", "r1-1", "MCP-Protocol-Version",
					McpRequest.MODERN)
			.status()).isEqualTo(405);
	}

	private static McpResponse steps(McpSession session, int to) {
		return session.call("steps", "{\"to\": %d, \"delay_ms\": 25}".formatted(to))
			.id("call")
			.meta("progressToken", "token")
			.send();
	}

	private static McpResponse resume(McpSession session, List<Event> got) {
		return session.listen("Last-Event-ID", Objects.requireNonNull(got.getLast().id()));
	}

	/** Takes some events and hangs up. */
	private static List<Event> take(McpResponse response, int count) {
		try (response) {
			return next(response, count);
		}
	}

	private static List<Event> next(McpResponse response, int count) {
		List<Event> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add(response.event().orElseThrow());
		}
		return events;
	}

	/** Takes what comes until the stream ends. */
	private static List<Event> all(McpResponse response) {
		List<Event> events = new ArrayList<>();
		for (Optional<Event> event = response.event(); event.isPresent(); event = response.event()) {
			events.add(event.get());
		}
		return events;
	}

	private static List<Integer> progress(List<Event> events) {
		return messages(events).stream()
			.filter((message) -> message.path("method").asString("").equals("notifications/progress"))
			.map((message) -> message.at("/params/progress").asInt())
			.toList();
	}

	private static List<JsonNode> messages(List<Event> events) {
		return events.stream()
			.map(Event::data)
			.filter((data) -> data != null && !data.isBlank())
			.map((data) -> JsonMapper.shared().readTree(data))
			.toList();
	}

	private static void assertWhole(List<Event> events, int steps) {
		assertThat(progress(events)).containsExactlyElementsOf(IntStream.rangeClosed(1, steps).boxed().toList());
		List<JsonNode> messages = messages(events);
		assertThat(messages).hasSize(steps + 1);
		assertThat(messages.getLast().path("id").asString("")).isEqualTo("call");
		assertThat(messages.getLast().at("/result/structuredContent/items/0/text").asString("")).isEqualTo("done");
	}

}
