package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.TaskFeatures;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks as clients see them (extension io.modelcontextprotocol/tasks, SEP-2663).
 */
@GatewayTest
@Import(TaskFeatures.class)
class TaskMessageTests {

	private static final String TASKS = """
			{"elicitation": {}, "extensions": {"io.modelcontextprotocol/tasks": {}}}""";

	private final int port;

	TaskMessageTests(@LocalServerPort int port) {
		this.port = port;
	}

	@DynamicPropertySource
	static void withPostgres(DynamicPropertyRegistry registry) {
		BackendServers.registerProperties(registry);
		registry.add("gateway.postgres.enabled", () -> true);
	}

	@Test
	@Requirement("tasks-legacy-not-advertised")
	void theExtensionIsDeclaredAndNothingElse() {
		JsonNode capabilities = request("server/discover").result().path("capabilities");
		assertThat(capabilities.path("extensions").path("io.modelcontextprotocol/tasks").isObject()).isTrue();
		assertThat(capabilities.has("tasks")).isFalse();
	}

	@Test
	@Requirement({ "tasks-result-type-task", "tasks-durable-at-once", "tasks-consistent-at-once", "tasks-get-working",
			"tasks-get-result-type" })
	void aTaskIsThereAsSoonAsItIsToldOf() {
		for (int i = 0; i < 5; i++) {
			JsonNode created = call("task_endless").result();
			assertThat(created.path("resultType").asString("")).isEqualTo("task");
			JsonNode task = get(id(created));
			assertThat(task.path("resultType").asString("")).isEqualTo("complete");
			assertThat(task.path("status").asString("")).isEqualTo("working");
			assertThat(task.path("taskId")).isEqualTo(created.path("taskId"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"tasks\": {\"requests\": {\"tools\": {\"call\": {}}}}}",
			"{\"extensions\": {\"com.example/tasks\": {}}}" })
	@Requirement({ "tasks-declared-only", "tasks-legacy-declaration", "tasks-result-type-task-only",
			"tasks-task-parameter-ignored" })
	void whoDoesNotDeclareTasksGetsNone(String capabilities) {
		assertThat(call("task_work").result().path("resultType").asString("")).isEqualTo("task");
		JsonNode result = call("task_work").capabilities(capabilities).json("task", "{\"ttl\": 1000}").result();
		assertThat(result.path("resultType").asString("")).isEqualTo("complete");
		assertThat(result.path("structuredContent").path("text").asString("")).isEqualTo("done");
	}

	@Test
	@Requirement({ "tasks-result-type-task-only", "tasks-task-parameter-ignored" })
	void onlyAToolThatMayIsATask() {
		JsonNode result = request("tools/call").call("echo", "{\"message\": \"x\"}")
			.json("task", "{\"ttl\": 1000}")
			.result();
		assertThat(result.path("resultType").asString("")).isEqualTo("complete");
		for (String method : List.of("tools/list", "resources/list", "prompts/list", "server/discover")) {
			assertThat(request(method).result().path("resultType").asString("")).isEqualTo("complete");
		}
	}

	@Test
	@Requirement("tasks-required-capability")
	void aToolThatMustBeATaskIsRefusedToOthers() {
		McpResponse response = call("task_confirm").capabilities("{\"elicitation\": {}}").send();
		assertThat(response.status()).isEqualTo(400);
		assertMissing(response.error());
	}

	@Test
	@Requirement({ "tasks-get-completed", "tasks-same-result" })
	void aTaskThatIsDoneHasTheResultOfTheCall() {
		JsonNode task = ended(id(call("task_work").result()));
		assertThat(task.path("status").asString("")).isEqualTo("completed");
		assertThat(task.path("result")).isEqualTo(call("task_work").capabilities("{}").result());
	}

	@Test
	@Requirement({ "tasks-failed-only-for-errors", "tasks-tool-errors-complete", "tasks-same-result" })
	void aToolThatSaysNoIsDone() {
		JsonNode task = ended(id(call("task_refuse").result()));
		assertThat(task.path("status").asString("")).isEqualTo("completed");
		assertThat(task.has("error")).isFalse();
		assertThat(task.path("result").path("isError").asBoolean(false)).isTrue();
		assertThat(task.path("result").path("content").toString()).contains("Not today.");
	}

	@Test
	@Requirement({ "tasks-get-failed", "tasks-error-member", "tasks-same-error" })
	void aBugIsAFailure() {
		JsonNode task = ended(id(call("task_broken").result()));
		assertThat(task.path("status").asString("")).isEqualTo("failed");
		assertThat(task.has("result")).isFalse();
		JsonNode error = call("task_broken").capabilities("{}").error();
		assertThat(task.path("error").path("code")).isEqualTo(error.path("code"));
		assertThat(task.path("error").path("message")).isEqualTo(error.path("message"));
	}

	@Test
	@Requirement({ "tasks-get-input-required", "tasks-keys-unique", "tasks-keys-not-reused",
			"tasks-update-acknowledged", "tasks-update-result-type" })
	void aTaskAsksUnderAnotherKeyEachTime() {
		String id = id(call("task_confirm").result());
		Set<String> keys = new HashSet<>();
		for (String text : List.of("yes", "really")) {
			JsonNode task = asks(id, 1);
			String key = task.path("inputRequests").propertyNames().iterator().next();
			assertThat(keys.add(key)).isTrue();
			assertThat(task.path("inputRequests").path(key).path("method").asString(""))
				.isEqualTo("elicitation/create");
			JsonNode acknowledged = answer(id, key, text);
			assertThat(acknowledged.path("resultType").asString("")).isEqualTo("complete");
			assertThat(acknowledged.propertyNames()).isSubsetOf("resultType", "_meta");
			Awaitility.await().until(() -> !get(id).path("inputRequests").has(key));
		}
		assertThat(ended(id).path("result").path("structuredContent").path("text").asString(""))
			.isEqualTo("yes really");
	}

	@Test
	@Requirement("tasks-get-all-outstanding")
	void aTaskTellsEverythingItWaitsFor() {
		String id = id(call("task_both").result());
		JsonNode task = asks(id, 2);
		assertThat(get(id).path("inputRequests")).isEqualTo(task.path("inputRequests"));
		List<String> keys = new ArrayList<>(task.path("inputRequests").propertyNames());
		answer(id, keys.getFirst(), "x");
		assertThat(asks(id, 1).path("inputRequests").propertyNames()).containsExactly(keys.getLast());
		answer(id, keys.getLast(), "y");
		assertThat(ended(id).path("status").asString("")).isEqualTo("completed");
	}

	@Test
	@Requirement({ "tasks-cancel-acknowledged", "tasks-cancel-result-type", "tasks-get-cancelled" })
	void aTaskCanBeCancelled() {
		String id = id(call("task_endless").result());
		JsonNode acknowledged = task("tasks/cancel", id).result();
		assertThat(acknowledged.path("resultType").asString("")).isEqualTo("complete");
		assertThat(acknowledged.propertyNames()).isSubsetOf("resultType", "_meta");
		assertThat(ended(id).path("status").asString("")).isEqualTo("cancelled");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "../..", "' OR 1=1 --" })
	@Requirement("tasks-unknown-id")
	void aTaskThatIsNotThereIsAnError(String id) {
		JsonNode error = task("tasks/get", id).header("Mcp-Name", id).error();
		assertThat(error.path("code").asInt()).isEqualTo(-32602);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tasks/get", "tasks/update", "tasks/cancel" })
	@Requirement({ "tasks-methods-capability", "tasks-legacy-declaration" })
	void whoDoesNotDeclareTasksCannotAskForOne(String method) {
		String id = id(call("task_endless").result());
		for (String capabilities : List.of("{}", "{\"tasks\": {}}")) {
			McpResponse response = task(method, id).json("inputResponses", "{}").capabilities(capabilities).send();
			assertThat(response.status()).isEqualTo(400);
			assertMissing(response.error());
		}
		task("tasks/cancel", id).result();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tasks/get", "tasks/update", "tasks/cancel" })
	@Requirement("tasks-name-header")
	void theHeaderNamesTheTask(String method) {
		String id = id(call("task_endless").result());
		for (String header : List.of("", "other")) {
			McpRequest request = task(method, id).json("inputResponses", "{}").header("Mcp-Name", header);
			McpResponse response = (header.isEmpty() ? request.without("Mcp-Name") : request).send();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.error().path("code").asInt()).isEqualTo(-32020);
		}
		task("tasks/cancel", id).result();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tasks/result", "tasks/list" })
	@Requirement("tasks-no-tasks-result")
	void whatTheOlderTasksHadIsGone(String method) {
		assertThat(request(method).param("taskId", "x").error().path("code").asInt()).isEqualTo(-32601);
	}

	@Test
	@Requirement("tasks-listen-capability")
	void whoDoesNotDeclareTasksCannotListenToOne() {
		McpResponse response = request("subscriptions/listen").capabilities("{}")
			.json("notifications", "{\"taskIds\": [\"x\"]}")
			.send();
		assertThat(response.status()).isEqualTo(400);
		assertMissing(response.error());
	}

	@Test
	@Requirement("tasks-listen-no-progress")
	void aListenerHearsHowTheTaskStandsAndNothingElse() {
		String id = id(
				call("task_endless").meta("progressToken", "p").meta(McpRequest.PREFIX + "logLevel", "debug").result());
		try (McpResponse stream = request("subscriptions/listen")
			.json("notifications", "{\"taskIds\": [\"%s\"]}".formatted(id))
			.meta("progressToken", "q")
			.meta(McpRequest.PREFIX + "logLevel", "debug")
			.send()) {
			stream.until("notifications/subscriptions/acknowledged");
			task("tasks/cancel", id).result();
			List<JsonNode> told = stream
				.until((each) -> each.path("params").path("status").asString("").equals("cancelled"));
			assertThat(told).extracting((each) -> each.path("method").asString("")).containsOnly("notifications/tasks");
		}
	}

	@Test
	@Requirement("tasks-id-entropy")
	void nobodyGuessesATask() {
		Set<String> beginnings = new HashSet<>();
		for (int i = 0; i < 20; i++) {
			String id = id(call("task_work").result());
			assertThat(id).matches("[A-Za-z0-9_-]{22,}");
			assertThat(beginnings.add(id.substring(0, 8))).isTrue();
		}
	}

	private static void assertMissing(JsonNode error) {
		assertThat(error.path("code").asInt()).isEqualTo(-32021);
		assertThat(error.path("data")
			.path("requiredCapabilities")
			.path("extensions")
			.path("io.modelcontextprotocol/tasks")
			.isObject()).isTrue();
	}

	private McpRequest request(String method) {
		return McpRequest.modern(this.port, method).capabilities(TASKS);
	}

	private McpRequest call(String tool) {
		return request("tools/call").call(tool, "{}");
	}

	private McpRequest task(String method, String id) {
		return request(method).param("taskId", id);
	}

	private JsonNode get(String id) {
		return task("tasks/get", id).result();
	}

	private JsonNode answer(String id, String key, String text) {
		return task("tasks/update", id)
			.json("inputResponses",
					"{\"%s\": {\"action\": \"accept\", \"content\": {\"text\": \"%s\"}}}".formatted(key, text))
			.result();
	}

	private JsonNode asks(String id, int count) {
		return Objects.requireNonNull(Awaitility.await()
			.until(() -> get(id), (task) -> task.path("status").asString("").equals("input_required")
					&& task.path("inputRequests").size() == count));
	}

	private JsonNode ended(String id) {
		return Objects.requireNonNull(Awaitility.await()
			.until(() -> get(id),
					(task) -> Set.of("completed", "failed", "cancelled").contains(task.path("status").asString(""))));
	}

	private static String id(JsonNode created) {
		return created.path("taskId").asString("");
	}

}
