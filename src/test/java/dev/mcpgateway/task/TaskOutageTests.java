package dev.mcpgateway.task;

import java.time.Duration;
import java.util.List;

import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * PostgreSQL goes and comes back, or is not there; the gateway goes.
 */
class TaskOutageTests {

	private static final Duration LATER = Duration.ofSeconds(20);

	@Test
	void theGatewayStartsWithoutPostgresAndTakesTasksWhenItComes() {
		try (TcpProxy proxy = TestDatabase.proxy()) {
			proxy.cut();
			try (TaskCaller gateway = TaskCaller.startBehind(proxy)) {
				assertThatExceptionOfType(BackendUnavailableException.class)
					.isThrownBy(() -> gateway.start("greet", "{\"name\": \"A\"}"));
				assertThat(gateway.bean(TaskRuns.class).begun()).isEmpty();
				proxy.restore();
				Awaitility.await()
					.atMost(LATER)
					.ignoreExceptions()
					.until(() -> gateway.start("greet", "{\"name\": \"A\"}"), (id) -> gateway.text(id).contains("A"));
			}
		}
	}

	@Test
	void aResultThatCannotBeKeptWaitsUntilItCan() {
		try (TcpProxy proxy = TestDatabase.proxy();
				TaskCaller gateway = TaskCaller.startBehind(proxy, "gateway.tasks.lease=5s");
				TaskCaller other = TaskCaller.start("gateway.tasks.lease=5s")) {
			String id = gateway.start("slow", "{\"millis\": 500}");
			proxy.cut();
			Awaitility.await().during(Duration.ofMillis(1500)).atMost(LATER).until(() -> isWorking(other, id));
			proxy.restore();
			assertThat(other.text(id)).isEqualTo("done");
		}
	}

	@Test
	void afterAnOutageForAllNobodyJudgesTooSoon() {
		try (TcpProxy proxy = TestDatabase.proxy();
				TaskCaller gateway = TaskCaller.startBehind(proxy, "gateway.tasks.lease=2s");
				TaskCaller other = TaskCaller.startBehind(proxy, "gateway.tasks.lease=2s")) {
			String id = gateway.start("endless", "{}");
			Awaitility.await().atMost(LATER).until(() -> isWorking(other, id));
			proxy.cut();
			String lapsed = "SELECT (lease_until < now())::text FROM task_tests.mcp_tasks WHERE id = '" + id + "'";
			Awaitility.await().atMost(LATER).until(() -> TaskCaller.sql(lapsed).contains("true"));
			Awaitility.await().atMost(LATER).until(() -> !other.bean(TaskKeeper.class).mayJudge());
			proxy.restore();
			Awaitility.await().atMost(LATER).until(() -> TaskCaller.sql(lapsed).contains("false"));
			assertThat(other.get(id).status()).isInstanceOf(TaskStatus.Working.class);
			gateway.cancel(id);
		}
	}

	@Test
	void aSilentPostgresKeepsNobodyWaiting() {
		try (TcpProxy proxy = TestDatabase.proxy();
				TaskCaller gateway = TaskCaller.startBehind(proxy, "gateway.tasks.timeout=1s")) {
			String id = gateway.start("endless", "{}");
			proxy.stall();
			for (Runnable operation : List.<Runnable>of(() -> gateway.get(id), () -> gateway.cancel(id),
					() -> gateway.start("greet", "{\"name\": \"A\"}"))) {
				long start = System.nanoTime();
				assertThatExceptionOfType(GatewayException.class).isThrownBy(operation::run);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
			}
			proxy.restore();
			Awaitility.await().atMost(LATER).ignoreExceptions().until(() -> isWorking(gateway, id));
			gateway.cancel(id);
		}
	}

	@Test
	void theStopOfTheGatewayEndsItsTasksAndSaysSo() {
		try (TaskCaller other = TaskCaller.start()) {
			String running;
			String waiting;
			try (TaskCaller gateway = TaskCaller.start()) {
				running = gateway.start("endless", "{}");
				waiting = gateway.start("two_questions", "{}");
				gateway.asked(waiting);
			}
			assertThat(other.get(running).status()).isInstanceOfSatisfying(TaskStatus.Interrupted.class,
					(interrupted) -> assertThat(interrupted.reason()).contains("stopped"));
			// What waits for its client runs nowhere, so that no stop interrupts it.
			other.update(waiting, TaskCaller.accept("name", "name", "Ada"));
			other.update(waiting, TaskCaller.accept("color", "color", "blue"));
			assertThat(other.text(waiting)).isEqualTo("Ada likes blue");
		}
	}

	@Test
	void aTaskThatEndsWhileTheGatewayStopsIsCompleted() {
		try (TaskCaller other = TaskCaller.start()) {
			String id;
			try (TaskCaller gateway = TaskCaller.start("gateway.calls.drain-time=5s")) {
				id = gateway.start("slow", "{\"millis\": 1000}");
			}
			assertThat(other.text(id)).isEqualTo("done");
		}
	}

	@Test
	void theGatewayStopsWhilePostgresIsGone() {
		try (TcpProxy proxy = TestDatabase.proxy()) {
			TaskCaller gateway = TaskCaller.startBehind(proxy);
			gateway.start("endless", "{}");
			proxy.cut();
			long start = System.nanoTime();
			gateway.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATER);
		}
	}

	@Test
	void withoutPostgresThereAreNoTasks() {
		try (TaskCaller gateway = TaskCaller.start("gateway.postgres.enabled=false")) {
			assertThat(gateway.hasTasks()).isFalse();
		}
	}

	private static boolean isWorking(TaskCaller gateway, String id) {
		return gateway.get(id).status() instanceof TaskStatus.Working;
	}

}
