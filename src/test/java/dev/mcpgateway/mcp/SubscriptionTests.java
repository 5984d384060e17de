package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.List;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.SampleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How clients hear of changes (subscriptions of 2026-07-28, and the older GET).
 */
@GatewayTest
class SubscriptionTests {

	private static final String ID = McpRequest.PREFIX + "subscriptionId";

	private static final Duration A_WHILE = Duration.ofMillis(300);

	private static final String[] EVERYTHING = { "notifications/tools/list_changed",
			"notifications/prompts/list_changed", "notifications/resources/list_changed",
			"notifications/resources/updated" };

	private final int port;

	private final SampleProvider provider;

	private final ResourceUpdates updates;

	SubscriptionTests(@LocalServerPort int port, @Autowired SampleProvider provider,
			@Autowired ResourceUpdates updates) {
		this.port = port;
		this.provider = provider;
		this.updates = updates;
	}

	@AfterEach
	void takeBack() {
		this.provider.offer(false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"toolsListChanged\": true}", "{\"resourceSubscriptions\": [\"sample://bytes\"]}",
			"{\"toolsListChanged\": true, \"promptsListChanged\": true, \"resourcesListChanged\": true}", "{}" })
	@Requirement({ "2026-subscription-acknowledged", "2026-subscription-nothing-before" })
	void theFirstMessageAcknowledges(String wanted) {
		try (McpResponse stream = listen("first", wanted)) {
			change("sample://bytes");
			JsonNode first = stream.message();
			assertThat(first.path("method").asString("")).isEqualTo("notifications/subscriptions/acknowledged");
			assertThat(first.path("params").path("notifications")).isEqualTo(JsonMapper.shared().readTree(wanted));
			assertThat(stream.during(A_WHILE))
				.noneMatch((each) -> each.path("method").asString("").endsWith("acknowledged"));
		}
	}

	@Test
	@Requirement("2026-subscription-only-requested")
	void onlyWhatWasAskedForComes() {
		try (McpResponse tools = listen("t", "{\"toolsListChanged\": true}");
				McpResponse one = listen("r", "{\"resourceSubscriptions\": [\"sample://bytes\"]}");
				McpResponse nothing = listen("n", "{\"promptsListChanged\": false}")) {
			tools.message();
			one.message();
			nothing.message();
			// What was not asked for would come before what was.
			change("sample://strange");
			change("sample://bytes");
			assertThat(methods(List.of(tools.message()))).containsOnly("notifications/tools/list_changed");
			JsonNode updated = one.message();
			assertThat(updated.path("method").asString("")).isEqualTo("notifications/resources/updated");
			assertThat(updated.path("params").path("uri").asString("")).isEqualTo("sample://bytes");
			assertThat(nothing.during(A_WHILE)).isEmpty();
		}
	}

	@Test
	@Requirement("2026-meta-subscription-id")
	void everyNotificationNamesItsSubscription() {
		String wanted = """
				{"toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true,
				 "resourceSubscriptions": ["sample://bytes"]}""";
		for (Object id : List.of("a subscription", 42)) {
			try (McpResponse stream = listen(id, wanted)) {
				List<JsonNode> messages = stream.until("notifications/subscriptions/acknowledged");
				change("sample://bytes");
				messages.addAll(stream.until(EVERYTHING));
				assertThat(messages).extracting((each) -> each.path("params").path("_meta").path(ID))
					.containsOnly(JsonMapper.shared().valueToTree(id));
			}
		}
	}

	@Test
	void aSessionHearsOfEveryListAndOfWhatItSubscribedTo() {
		McpSession session = McpSession.open(this.port);
		session.request("resources/subscribe").param("uri", "sample://bytes").result();
		try (McpResponse stream = session.listen()) {
			stream.event();
			change("sample://strange");
			change("sample://bytes");
			List<JsonNode> messages = stream.until(EVERYTHING);
			assertThat(messages).filteredOn((each) -> each.path("method").asString("").endsWith("resources/updated"))
				.extracting((each) -> each.path("params").path("uri").asString(""))
				.containsOnly("sample://bytes");
		}
	}

	private void change(String uri) {
		this.provider.offer(true);
		this.updates.updated(uri);
		this.provider.offer(false);
	}

	private McpResponse listen(Object id, String wanted) {
		return McpRequest.modern(this.port, "subscriptions/listen").id(id).json("notifications", wanted).send();
	}

	private static List<String> methods(List<JsonNode> messages) {
		return messages.stream().map((each) -> each.path("method").asString("")).toList();
	}

}
