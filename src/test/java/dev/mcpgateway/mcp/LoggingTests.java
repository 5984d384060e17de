package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.List;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages for the client's log (logging, in both revisions).
 */
@GatewayTest
class LoggingTests {

	private static final String LOG_LEVEL = McpRequest.PREFIX + "logLevel";

	private final int port;

	LoggingTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2026-logging-only-when-asked")
	void whoDoesNotAskHearsNothing() {
		McpRequest.modern(this.port, "tools/call").call("log_all", "{}").meta(LOG_LEVEL, "debug").result();
		List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
			.call("log_all", "{}")
			.meta("progressToken", 1)
			.send()
			.messages();
		assertThat(messages).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "debug,8", "notice,6", "error,4", "emergency,1" })
	void whoAsksHearsFromItsLevelOn(String level, int count) {
		List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
			.call("log_all", "{}")
			.meta(LOG_LEVEL, level)
			.send()
			.messages();
		assertThat(messages).hasSize(count + 1);
		assertThat(messages.getFirst().path("params").path("level").asString("")).isEqualTo(level);
	}

	@ParameterizedTest
	@ValueSource(strings = { "loud", "DEBUG", "" })
	void aLevelThatThereIsNotIsRefused(String level) {
		assertThat(McpRequest.modern(this.port, "tools/call")
			.call("log_all", "{}")
			.meta(LOG_LEVEL, level)
			.error()
			.path("code")
			.asInt()).isEqualTo(-32602);
	}

	@Test
	@Requirement("2026-logging-own-stream")
	void onlyTheCallsOwnStreamCarriesItsMessages() {
		try (McpResponse stream = McpRequest.modern(this.port, "subscriptions/listen")
			.id("listening")
			.json("notifications", "{\"toolsListChanged\": true, \"resourceSubscriptions\": [\"example://hello\"]}")
			.meta(LOG_LEVEL, "debug")
			.send()) {
			stream.until("notifications/subscriptions/acknowledged");
			var other = McpRequest.modern(this.port, "tools/call")
				.id("other")
				.call("progress", "{}")
				.meta(LOG_LEVEL, "debug")
				.meta("progressToken", 1)
				.sendAsync();
			assertThat(McpRequest.modern(this.port, "tools/call")
				.call("log_all", "{}")
				.meta(LOG_LEVEL, "debug")
				.send()
				.messages()).hasSize(9);
			assertThat(other.join().messages()).noneMatch(LoggingTests::isLog);
			assertThat(stream.during(Duration.ofMillis(300))).isEmpty();
		}
	}

	@Test
	@Requirement("2025-logging-capability")
	void theOlderRevisionDeclaresLogging() {
		assertThat(McpSession.open(this.port).initialized().path("capabilities").path("logging").isObject()).isTrue();
	}

	@Test
	void aSessionSetsItsLevel() {
		McpSession session = McpSession.open(this.port);
		assertThat(session.request("logging/setLevel").param("level", "alert").result().size()).isZero();
		assertThat(session.call("log_all", "{}").send().messages()).filteredOn(LoggingTests::isLog).hasSize(2);
		assertThat(session.request("logging/setLevel").param("level", "loud").error().path("code").asInt())
			.isEqualTo(-32602);
	}

	@ParameterizedTest
	@ValueSource(strings = { "failed", "unavailable", "refused", "late", "bug", "absent" })
	@Requirement({ "2025-logging-no-secrets", "2026-logging-no-secrets" })
	void theInsidesOfAFailureAreNotLogged(String kind) {
		String arguments = "{\"kind\": \"%s\"}".formatted(kind);
		McpSession session = McpSession.open(this.port);
		session.request("logging/setLevel").param("level", "debug").result();
		for (String tool : List.of("fail_single", "fail_later", "fail_blocking")) {
			assertNoSecret(session.call(tool, arguments).send());
			assertNoSecret(
					McpRequest.modern(this.port, "tools/call").call(tool, arguments).meta(LOG_LEVEL, "debug").send());
		}
	}

	private static void assertNoSecret(McpResponse response) {
		assertThat(response.messages().toString()).doesNotContain(SampleFeatures.SECRET)
			.doesNotContain("hunter2", "10.0.0.1", "Exception", "at dev.mcpgateway");
	}

	private static boolean isLog(JsonNode message) {
		return message.path("method").asString("").equals("notifications/message");
	}

}
