package dev.mcpgateway.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.requirement.Requirement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a task does and tells, in one gateway.
 */
class TaskTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static TaskCaller gateway;

	@BeforeAll
	static void start() {
		gateway = TaskCaller.start("gateway.tasks.max-running=4", "gateway.tasks.max-tasks=20",
				"gateway.calls.deadline=200ms", "gateway.calls.max-concurrent=2", "gateway.calls.idle-deadline=200ms",
				"gateway.results.max-items=3");
		// Other classes have left theirs in the schema, and here few may be kept.
		TaskCaller.sql("DELETE FROM task_tests.mcp_tasks");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@AfterEach
	void endAll() {
		gateway.bean(TaskRuns.class).stopAll();
		TaskCaller.sql("DELETE FROM task_tests.mcp_tasks");
	}

	@Test
	void theTaskIsDurableBeforeItIsTold() {
		TaskState created = gateway.start(TaskCaller.ALICE, "endless", "{}");
		assertThat(TaskCaller.sql("SELECT status FROM task_tests.mcp_tasks WHERE id = '" + created.id() + "'"))
			.containsExactly("working");
		assertThat(created.status()).isInstanceOf(TaskStatus.Working.class);
		assertThat(created.ttl()).isEqualTo(Duration.ofHours(1));
		assertThat(created.pollInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(created.createdAt()).isEqualTo(created.updatedAt())
			.isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
		assertThat(created.id()).matches("[A-Za-z0-9_-]{27}").isNotEqualTo(gateway.start("greet", "{\"name\": \"A\"}"));
	}

	@Test
	void theResultIsKept() {
		String id = gateway.start("greet", "{\"name\": \"Alice\"}");
		assertThat(gateway.text(id)).isEqualTo("Hello, Alice!");
		assertThat(gateway.get(id)).isEqualTo(gateway.get(id));
		assertThat(gateway.get(id).message()).isNull();
	}

	@Test
	void aToolThatSaysNoIsACompletedTask() {
		String id = gateway.start("refuse", "{}");
		JsonNode result = TaskCaller.JSON.readTree(gateway.await(id, TaskStatus.Completed.class).result());
		assertThat(result.path("isError").asBoolean()).isTrue();
		assertThat(gateway.get(id).message()).isEqualTo("Not today.");
	}

	@Test
	void whateverAToolSaysCanBeKept() {
		String id = gateway.start("refuse_oddly", "{}");
		assertThat(gateway.await(id, TaskStatus.Completed.class).result()).contains("\\u0000no no");
		assertThat(gateway.get(id).message()).startsWith(" no no").hasSize(500).endsWith("…");
	}

	@Test
	void aBugIsAFailedTask() {
		String id = gateway.start("broken", "{}");
		assertThat(gateway.await(id, TaskStatus.Failed.class).error()).contains("-32603").doesNotContain("a bug");
		assertThat(gateway.get(id).message()).isNull();
	}

	@Test
	void aResultIsBoundedAndSaysSo() {
		String id = gateway.start("numbers", "{\"items\": 100}");
		assertThat(gateway.text(id)).isEqualTo("[1,2,3]");
		assertThat(gateway.await(id, TaskStatus.Completed.class).result()).contains("\"cut\":true");
	}

	@Test
	void aTaskMayTakeLongerThanAnybodyWaitsForACall() {
		assertThat(gateway.text(gateway.start("slow", "{\"millis\": 600}"))).isEqualTo("done");
	}

	@Test
	void aToolThatBlocksKeepsNobodyWaitingForTheTask() {
		Instant start = Instant.now();
		String id = gateway.start("blocking", "{\"millis\": 2000}");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofMillis(1500));
		assertThat(gateway.text(id)).isEqualTo("done");
	}

	@Test
	void progressIsToldInTheMessage() {
		String id = gateway.start("endless", "{}");
		Awaitility.await().atMost(SOON).until(() -> "third".equals(gateway.get(id).message()));
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Working.class);
	}

	@Test
	void cancelEndsTheToolAndMayBeRepeated() {
		int before = gateway.tools().cancelled();
		String id = gateway.start("endless", "{}");
		Awaitility.await().atMost(SOON).until(() -> gateway.tools().started() == gateway.tools().cancelled() + 1);
		gateway.cancel(id);
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Cancelled.class);
		assertThat(gateway.tools().cancelled()).isEqualTo(before + 1);
		assertThat(gateway.bean(TaskRuns.class).begun()).isEmpty();
		TaskState cancelled = gateway.get(id);
		gateway.cancel(id);
		assertThat(gateway.get(id)).isEqualTo(cancelled);
	}

	@Test
	void whatIsOverStaysAsItIs() {
		String id = gateway.start("greet", "{\"name\": \"Alice\"}");
		gateway.text(id);
		TaskState completed = gateway.get(id);
		gateway.cancel(id);
		gateway.update(id, TaskCaller.accept("name", "name", "Bob"));
		assertThat(gateway.get(id)).isEqualTo(completed);
	}

	@Test
	@Requirement("tasks-caller-checked")
	void nobodyElseKnowsOfATask() {
		String id = gateway.start("endless", "{}");
		assertUnknown(() -> gateway.get(id, TaskCaller.BOB), id);
		assertUnknown(() -> gateway.cancel(id, TaskCaller.BOB), id);
		assertUnknown(() -> gateway.update(id, TaskCaller.BOB, "{}"), id);
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Working.class);
	}

	@Test
	void whatIsNoTaskIsUnknown() {
		for (String id : new String[] { "", "nope", "'; DROP TABLE mcp_tasks; --", "x".repeat(100_000),
				TaskId.next() }) {
			assertUnknown(() -> gateway.get(id), "");
			assertUnknown(() -> gateway.cancel(id), "");
			assertUnknown(() -> gateway.update(id, "{}"), "");
		}
	}

	private static void assertUnknown(Runnable operation, String message) {
		assertThatExceptionOfType(UnknownFeatureException.class).isThrownBy(operation::run)
			.withMessageStartingWith("Unknown task: ")
			.withMessageContaining(message)
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(UnknownFeatureException.Kind.TASK));
	}

	@Test
	void noMoreRunThanMay() {
		String first = gateway.start("endless", "{}");
		for (int i = 1; i < 4; i++) {
			gateway.start("endless", "{}");
		}
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> gateway.start("endless", "{}"))
			.withMessageContaining("4 tasks");
		assertThat(TaskCaller.sql("SELECT count(*) FROM task_tests.mcp_tasks")).containsExactly("4");
		gateway.cancel(first);
		Awaitility.await().atMost(SOON).until(() -> gateway.bean(TaskRuns.class).begun().size() == 3);
		gateway.start("endless", "{}");
	}

	@Test
	void whatWaitsForItsClientHoldsNoPlace() {
		for (int i = 0; i < 6; i++) {
			gateway.asked(gateway.start("two_questions", "{}"));
		}
		Awaitility.await().atMost(SOON).until(() -> gateway.bean(TaskRuns.class).begun().isEmpty());
	}

	@Test
	void anAnswerThatCannotBeRunNowIsNotLost() {
		String id = gateway.start("confirm", "{\"given\": 1}");
		gateway.asked(id);
		Awaitility.await().atMost(SOON).until(() -> gateway.bean(TaskRuns.class).begun().isEmpty());
		String running = gateway.start("endless", "{}");
		for (int i = 1; i < 4; i++) {
			gateway.start("endless", "{}");
		}
		String answer = TaskCaller.accept("confirm", "sure", "yes");
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> gateway.update(id, answer));
		assertThat(gateway.asked(id)).containsExactly("confirm");
		gateway.cancel(running);
		Awaitility.await().atMost(SOON).until(() -> gateway.bean(TaskRuns.class).begun().size() == 3);
		gateway.update(id, answer);
		assertThat(gateway.text(id)).isEqualTo("accept yes 1");
	}

	@Test
	void noMoreAreKeptThanMay() {
		for (int i = 0; i < 20; i++) {
			gateway.text(gateway.start("greet", "{\"name\": \"A\"}"));
		}
		assertThatExceptionOfType(OverloadedException.class)
			.isThrownBy(() -> gateway.start("greet", "{\"name\": \"A\"}"))
			.withMessageContaining("20 tasks");
		assertThat(gateway.bean(TaskRuns.class).begun()).isEmpty();
	}

	@Test
	void answersOfRoundsBeforeTheTaskAreKnownInIt() {
		// As the multi round-trip request leaves them: no question is asked again.
		TaskState task = gateway.start(TaskCaller.ALICE, "confirm", "{\"given\": 2}",
				Map.of("confirm", TaskCaller.JSON.readTree("{\"action\": \"decline\"}")));
		assertThat(gateway.text(task.id())).isEqualTo("decline  2");
	}

}
