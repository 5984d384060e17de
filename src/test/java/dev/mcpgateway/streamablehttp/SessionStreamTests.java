package dev.mcpgateway.streamablehttp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpResponse.Event;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import dev.mcpgateway.testing.SampleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream of a session that belongs to none of its requests.
 */
@PatientGatewayTest
class SessionStreamTests {

	private static final Set<String> LISTS = Set.of("notifications/tools/list_changed",
			"notifications/resources/list_changed", "notifications/prompts/list_changed");

	private final int port;

	private final SampleProvider provider;

	private final ResourceUpdates updates;

	SessionStreamTests(@LocalServerPort int port, @Autowired SampleProvider provider,
			@Autowired ResourceUpdates updates) {
		this.port = port;
		this.provider = provider;
		this.updates = updates;
	}

	@AfterEach
	void takeBack() {
		this.provider.offer(false);
	}

	@Test
	void theLaterOfTwoConnectionsIsTheOneThatIsTold() {
		McpSession session = McpSession.open(this.port);
		McpResponse earlier = session.listen();
		earlier.event();
		try (McpResponse later = session.listen()) {
			assertThat(earlier.event()).isEmpty();
			this.provider.offer(true);
			assertThat(methods(later, 3)).isEqualTo(LISTS);
		}
	}

	@Test
	void itIsResumedLikeAnyOther() {
		McpSession session = McpSession.open(this.port);
		session.request("resources/subscribe").param("uri", "sample://numbers/1").result();
		session.request("resources/subscribe").param("uri", "sample://numbers/2").result();
		Event first;
		try (McpResponse stream = session.listen()) {
			stream.event();
			this.updates.updated("sample://numbers/1");
			first = stream.event().orElseThrow();
			assertThat(first.data()).contains("sample://numbers/1");
			this.updates.updated("sample://numbers/2");
			assertThat(stream.message().at("/params/uri").asString("")).isEqualTo("sample://numbers/2");
		}
		this.updates.updated("sample://numbers/1");
		try (McpResponse stream = session.listen("Last-Event-ID", Objects.requireNonNull(first.id()))) {
			assertThat(Stream.of(stream.message(), stream.message()).map((each) -> each.at("/params/uri").asString("")))
				.containsExactly("sample://numbers/2", "sample://numbers/1");
		}
	}

	@Test
	void whoUnsubscribesHearsNoMore() {
		McpSession session = McpSession.open(this.port);
		session.request("resources/subscribe").param("uri", "sample://numbers/1").result();
		session.request("resources/subscribe").param("uri", "sample://numbers/2").result();
		try (McpResponse stream = session.listen()) {
			stream.event();
			session.request("resources/unsubscribe").param("uri", "sample://numbers/1").result();
			this.updates.updated("sample://numbers/1");
			this.updates.updated("sample://numbers/2");
			assertThat(stream.message().at("/params/uri").asString("")).isEqualTo("sample://numbers/2");
		}
	}

	@Test
	void sessionsDoNotHearOfEachOthersResources() {
		McpSession subscribed = McpSession.open(this.port);
		McpSession other = McpSession.open(this.port);
		subscribed.request("resources/subscribe").param("uri", "sample://numbers/1").result();
		try (McpResponse stream = subscribed.listen(); McpResponse others = other.listen()) {
			this.updates.updated("sample://numbers/1");
			assertThat(stream.message().path("method").asString("")).isEqualTo("notifications/resources/updated");
			this.provider.offer(true);
			assertThat(methods(others, 3)).isEqualTo(LISTS);
		}
	}

	@Test
	void itEndsWithTheSession() {
		McpSession session = McpSession.open(this.port);
		McpResponse stream = session.listen();
		stream.event();
		assertThat(session.end().status()).isEqualTo(204);
		assertThat(stream.event()).isEqualTo(Optional.empty());
		assertThat(session.listen().status()).isEqualTo(404);
	}

	private static Set<String> methods(McpResponse stream, int count) {
		List<JsonNode> messages = Stream.generate(stream::message).limit(count).toList();
		return messages.stream().map((message) -> message.path("method").asString("")).collect(Collectors.toSet());
	}

}
