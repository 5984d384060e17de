package dev.mcpgateway.task;

import java.time.Duration;

import dev.mcpgateway.failure.UnknownFeatureException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A task has its time.
 */
class TaskTimeTests {

	private static final Duration LATER = Duration.ofSeconds(15);

	private static TaskCaller gateway;

	@BeforeAll
	static void start() {
		gateway = TaskCaller.start("gateway.tasks.ttl=2s", "gateway.tasks.lease=5s",
				"gateway.tasks.poll-interval=250ms");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void whatRunsTooLongIsEnded() {
		int before = gateway.tools().cancelled();
		TaskState task = gateway.start(TaskCaller.ALICE, "endless", "{}");
		assertThat(task.ttl()).isEqualTo(Duration.ofSeconds(2));
		assertThat(task.pollInterval()).isEqualTo(Duration.ofMillis(250));
		assertThat(gateway.await(task.id(), TaskStatus.Interrupted.class).reason()).contains("in its time");
		Awaitility.await().atMost(LATER).until(() -> gateway.tools().cancelled() == before + 1);
	}

	@Test
	void whoDoesNotAnswerInTimeHasNoTask() {
		String id = gateway.start("two_questions", "{}");
		gateway.asked(id);
		gateway.await(id, TaskStatus.Interrupted.class);
		gateway.update(id, TaskCaller.accept("name", "name", "Ada"));
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Interrupted.class);
	}

	@Test
	void whatIsKeptLongEnoughIsRemoved() {
		String id = gateway.start("greet", "{\"name\": \"A\"}");
		gateway.text(id);
		TaskCaller
			.sql("UPDATE task_tests.mcp_tasks SET expires_at = now() - interval '30 seconds' WHERE id = '" + id + "'");
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Completed.class);
		TaskCaller
			.sql("UPDATE task_tests.mcp_tasks SET expires_at = now() - interval '2 minutes' WHERE id = '" + id + "'");
		Awaitility.await()
			.atMost(LATER)
			.until(() -> TaskCaller.sql("SELECT 1 FROM task_tests.mcp_tasks WHERE id = '" + id + "'").isEmpty());
		assertThatExceptionOfType(UnknownFeatureException.class).isThrownBy(() -> gateway.get(id));
	}

	@Test
	void aTaskWhoseReplicaIsGoneIsInterruptedWhenItIsRead() {
		String id = TaskId.next();
		TaskCaller.sql("INSERT INTO task_tests.mcp_tasks (id, caller, status, owner, lease_until, expires_at, poll_ms) "
				+ "VALUES ('" + id + "', 'alice', 'working', 'gone', now() - interval '1 second', "
				+ "now() + interval '1 hour', 1000)");
		// As soon as this replica is told of changes, which begins a moment after its
		// start.
		assertThat(gateway.await(id, TaskStatus.Interrupted.class, Duration.ofSeconds(3)).reason()).contains("stopped");
	}

	@Test
	void aTaskWhoseReplicaIsGoneIsInterruptedWhenNobodyReadsIt() {
		String id = TaskId.next();
		TaskCaller.sql("INSERT INTO task_tests.mcp_tasks (id, caller, status, owner, lease_until, expires_at, poll_ms) "
				+ "VALUES ('" + id + "', 'alice', 'working', 'gone', now() + interval '1 second', "
				+ "now() + interval '1 hour', 1000)");
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Working.class);
		Awaitility.await()
			.atMost(LATER)
			.until(() -> TaskCaller.sql("SELECT status FROM task_tests.mcp_tasks WHERE id = '" + id + "'")
				.contains("interrupted"));
	}

}
