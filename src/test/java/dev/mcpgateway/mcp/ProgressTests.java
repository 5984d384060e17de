package dev.mcpgateway.mcp;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a client hears how far its call is (progress, in both revisions).
 */
@GatewayTest
class ProgressTests {

	private final int port;

	ProgressTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-token-type", "2026-progress-token-type" })
	void aTokenComesBackAsItWas(Dialect dialect) {
		for (Object token : List.of("a", "", 7, 9007199254740993L, "7")) {
			assertThat(progress(dialect.call(this.port, "progress", "{}").meta("progressToken", token)))
				.extracting((each) -> each.path("progressToken"))
				.containsExactly(JsonMapper.shared().valueToTree(token), JsonMapper.shared().valueToTree(token));
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-token-type", "2026-progress-token-type" })
	void aTokenIsAStringOrAnInteger(Dialect dialect) {
		for (String token : List.of("1.5", "{}", "[]", "true")) {
			JsonNode response = dialect.call(this.port, "progress", "{}")
				.meta("progressToken", JsonMapper.shared().readTree(token))
				.send()
				.response();
			assertThat(response.path("error").path("code").asInt()).isEqualTo(-32602);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-increases", "2026-progress-increases" })
	void progressOnlyGrows(Dialect dialect) {
		assertThat(progress(dialect.call(this.port, "restless", "{}").meta("progressToken", 1)))
			.extracting((each) -> each.path("progress").asDouble())
			.containsExactly(1.0, 2.25, 3.0);
	}

	@Test
	@Requirement("2025-progress-increases")
	void progressDoesNotBeginAnewWhenTheCallHasAsked() {
		McpSession session = McpSession.open(this.port, McpSession.LEGACY, "{\"elicitation\": {}}");
		McpResponse response = session.call("ask_later", "{}").meta("progressToken", 1).send();
		List<JsonNode> before = response.until("elicitation/create");
		session.answer(before.getLast(), "{\"action\": \"accept\", \"content\": {\"name\": \"Ann\"}}").send();
		List<JsonNode> after = response.messages();
		assertThat(Stream.concat(before.stream(), after.stream())
			.filter((each) -> each.path("method").asString("").equals("notifications/progress"))
			.map((each) -> each.path("params").path("progress").asDouble())).containsExactly(1.0, 2.0, 3.0);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-known-token", "2026-progress-known-token", "2026-http-related-notifications" })
	void onlyWhoAsksForProgressHearsOfItsOwn(Dialect dialect) {
		Function<String, McpRequest> client = dialect.client(this.port);
		Supplier<McpRequest> call = () -> client.apply("tools/call").call("progress", "{}");
		assertThat(progress(call.get())).isEmpty();
		List<List<JsonNode>> heard = Stream.of("a", "b", "c")
			.map((token) -> call.get().meta("progressToken", token).sendAsync())
			.toList()
			.stream()
			.map((response) -> params(response.join().messages()))
			.toList();
		assertThat(heard).extracting((each) -> each.getFirst().path("progressToken").asString(""))
			.containsExactly("a", "b", "c");
		assertThat(heard).allSatisfy((each) -> assertThat(each).extracting((one) -> one.path("progressToken"))
			.containsOnly(each.getFirst().path("progressToken")));
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-stops", "2026-progress-stops" })
	void nothingComesAfterTheAnswer(Dialect dialect) {
		for (String tool : List.of("progress", "restless")) {
			List<JsonNode> messages = dialect.call(this.port, tool, "{}").meta("progressToken", 1).send().messages();
			assertThat(messages.getLast().has("result")).isTrue();
			assertThat(messages).filteredOn((each) -> each.has("result")).hasSize(1);
		}
	}

	private static List<JsonNode> progress(McpRequest request) {
		return params(request.send().messages());
	}

	private static List<JsonNode> params(List<JsonNode> messages) {
		return messages.stream()
			.filter((each) -> each.path("method").asString("").equals("notifications/progress"))
			.map((each) -> each.path("params"))
			.toList();
	}

}
