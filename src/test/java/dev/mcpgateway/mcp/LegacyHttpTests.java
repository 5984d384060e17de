package dev.mcpgateway.mcp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpResponse.Event;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import dev.mcpgateway.testing.SampleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How HTTP carries the older revisions (2025-11-25, Streamable HTTP).
 */
@GatewayTest
class LegacyHttpTests {

	private static final Duration A_WHILE = Duration.ofMillis(300);

	private static final String[] LISTS_CHANGED = { "notifications/tools/list_changed",
			"notifications/prompts/list_changed", "notifications/resources/list_changed" };

	private final int port;

	private final SampleProvider provider;

	LegacyHttpTests(@LocalServerPort int port, @Autowired SampleProvider provider) {
		this.port = port;
		this.provider = provider;
	}

	@AfterEach
	void takeBack() {
		this.provider.offer(false);
	}

	@Test
	@Requirement("2025-http-endpoint")
	void oneEndpointTakesPostsAndGets() {
		McpSession session = McpSession.open(this.port);
		assertThat(session.request("ping").send().status()).isEqualTo(200);
		try (McpResponse stream = session.listen()) {
			assertThat(stream.status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "null", "https://localhost.evil.example" })
	@Requirement({ "2025-http-origin", "2025-http-origin-403" })
	void pagesOfOtherOriginsMayNotCall(String origin) {
		McpSession session = McpSession.open(this.port);
		assertThat(session.request("ping").header("Origin", origin).send().status()).isEqualTo(403);
		assertThat(session.notify("notifications/initialized").header("Origin", origin).send().status()).isEqualTo(403);
		assertThat(session.listen("Origin", origin).status()).isEqualTo(403);
		assertThat(McpSession.initialize(this.port, McpSession.LEGACY, "{}").header("Origin", origin).send().status())
			.isEqualTo(403);
		assertThat(session.request("ping").header("Origin", "http://127.0.0.1:" + this.port).send().status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2025-06-18", "2025-11-25" })
	@Requirement("2025-http-single-message")
	void aBodyIsOneMessage(String version) {
		McpSession session = McpSession.open(this.port, version, "{}");
		String ping = session.request("ping").body().toString();
		for (String body : List.of("[" + ping + "]", "[" + ping + "," + ping + "]", "[]", ping + ping)) {
			McpResponse response = session.request("ping").send(body);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.response().has("result")).isFalse();
		}
	}

	@Test
	@Requirement("2025-http-accept-202")
	void whatIsToldIsAccepted() {
		McpSession session = McpSession.open(this.port);
		JsonNode never = session.request("never").body();
		for (McpRequest told : List.of(session.notify("notifications/initialized"),
				session.notify("notifications/cancelled").param("requestId", 1), session.answer(never, "{}"))) {
			McpResponse response = told.send();
			assertThat(response.status()).isEqualTo(202);
			assertThat(response.text()).isEmpty();
		}
	}

	@Test
	@Requirement("2025-http-refuse-status")
	void whatCannotBeAcceptedIsRefused() {
		McpSession session = McpSession.open(this.port);
		for (String body : List.of("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[]}",
				"{\"jsonrpc\":\"1.0\",\"method\":\"notifications/cancelled\"}", "{\"jsonrpc\":\"2.0\",\"result\":{}}",
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":7}")) {
			assertThat(session.notify("notifications/cancelled").send(body).status()).isEqualTo(400);
		}
		assertThat(McpRequest.legacy(this.port, "notifications/initialized").withoutId().send().status())
			.isEqualTo(400);
	}

	@Test
	@Requirement("2025-http-content-type")
	void anAnswerIsOneObjectOrAStream() {
		McpSession session = McpSession.open(this.port);
		McpResponse one = session.call("echo", "{\"message\": \"x\"}").send();
		assertThat(one.header("Content-Type")).isEqualTo("application/json");
		assertThat(one.messages()).hasSize(1);
		McpResponse many = session.call("progress", "{}").meta("progressToken", 1).send();
		assertThat(many.header("Content-Type")).startsWith("text/event-stream");
		assertThat(many.messages()).hasSize(3);
	}

	@Test
	@Requirement("2025-http-utf8")
	void messagesAreInUtf8() throws Exception {
		McpSession session = McpSession.open(this.port);
		String text = session.call("echo", "{\"message\": \"grüße 世界 🎈\"}").body().toString();
		assertThat(post(session, text.getBytes(StandardCharsets.UTF_8))).contains("grüße 世界 🎈");
		assertThat(post(session, text.getBytes(StandardCharsets.UTF_16LE))).startsWith("HTTP/1.1 400 ");
		assertThat(post(session, text.replaceAll("[^\\x00-\\x7f]", "ü").getBytes(StandardCharsets.ISO_8859_1)))
			.startsWith("HTTP/1.1 400 ");
	}

	private String post(McpSession session, byte[] body) throws Exception {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Content-Length: " + body.length, "Mcp-Session-Id: " + session.id(), "Connection: close"));
			connection.send(body);
			return connection.readAll();
		}
	}

	@Test
	@Requirement("2025-http-get-stream")
	void aGetIsAStream() {
		McpSession session = McpSession.open(this.port);
		try (McpResponse stream = session.listen()) {
			assertThat(stream.status()).isEqualTo(200);
			assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
		}
		assertThat(McpRequest.method(this.port, "GET", "Accept", "text/event-stream").status()).isEqualTo(405);
	}

	@Test
	@Requirement("2025-http-get-no-response")
	void aStreamOfNoRequestCarriesNoResponse() {
		McpSession session = McpSession.open(this.port);
		try (McpResponse stream = session.listen()) {
			session.call("progress", "{}").meta("progressToken", 1).send().messages();
			session.call("echo", "{\"message\": \"x\"}").result();
			McpResponse left = session.call("restless", "{}").meta("progressToken", 2).send();
			left.message();
			left.close();
			this.provider.offer(true);
			assertThat(stream.until(LISTS_CHANGED)).noneMatch((each) -> each.has("result") || each.has("error"));
		}
	}

	@Test
	@Requirement("2025-http-one-stream")
	void eachMessageIsSentOnce() {
		McpSession session = McpSession.open(this.port);
		try (McpResponse first = session.listen(); McpResponse second = session.listen()) {
			second.event();
			this.provider.offer(true);
			assertThat(second.until(LISTS_CHANGED)).hasSize(3);
			McpResponse call = session.call("progress", "{}").meta("progressToken", 1).send();
			assertThat(call.messages()).hasSize(3);
			this.provider.offer(false);
			assertThat(second.until(LISTS_CHANGED)).hasSize(3);
			assertThat(first.during(A_WHILE)).isEmpty();
		}
	}

	@Test
	@Requirement("2025-http-event-id-unique")
	void noTwoEventsHaveTheSameId() {
		McpSession session = McpSession.open(this.port);
		List<String> ids = new ArrayList<>();
		try (McpResponse stream = session.listen()) {
			for (int i = 0; i < 3; i++) {
				ids.addAll(ids(events(session.call("restless", "{}").meta("progressToken", i).send())));
			}
			this.provider.offer(true);
			for (int i = 0; i < 4; i++) {
				ids.addAll(ids(stream.event().stream().toList()));
			}
		}
		assertThat(ids).hasSizeGreaterThan(12).doesNotHaveDuplicates();
	}

	@Test
	@Requirement({ "2025-http-replay-own-stream", "2025-http-get-no-response" })
	void aStreamGoesOnWhereItBrokeOffAndNoOtherDoes() {
		McpSession session = McpSession.open(this.port);
		List<Event> whole = events(session.call("restless", "{}").id("one").meta("progressToken", "one").send());
		assertThat(whole).hasSize(5);
		events(session.call("restless", "{}").id("two").meta("progressToken", "two").send());
		try (McpResponse own = session.listen()) {
			this.provider.offer(true);
			own.message();
		}
		for (int i = 0; i < whole.size() - 1; i++) {
			String last = Objects.requireNonNull(whole.get(i).id());
			List<Event> rest = events(session.listen("Last-Event-ID", last));
			// Each connection is told again how long to wait.
			rest.removeIf((event) -> event.retry() != null);
			assertThat(rest).isEqualTo(whole.subList(i + 1, whole.size()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "r99-1", "nonsense", "-1", "r1-", "r1-99999999999999999999" })
	void anEventThatNeverWasIsNothingToGoOnFrom(String id) {
		assertThat(McpSession.open(this.port).listen("Last-Event-ID", id).status()).isEqualTo(400);
	}

	private static List<Event> events(McpResponse response) {
		List<Event> events = new ArrayList<>();
		for (Optional<Event> event = response.event(); event.isPresent(); event = response.event()) {
			events.add(event.get());
		}
		return events;
	}

	private static List<String> ids(List<Event> events) {
		return events.stream().map((event) -> Objects.requireNonNull(event.id())).toList();
	}

}
