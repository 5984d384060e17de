package dev.mcpgateway.task;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two replicas on one database: any of them serves any task.
 */
class TaskReplicasTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String LISTENERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
			+ "WHERE application_name LIKE 'mcp-gateway-listener%'";

	private static TaskCaller here;

	private static TaskCaller there;

	private static TcpProxy proxy;

	@BeforeAll
	static void start() {
		proxy = TestDatabase.proxy();
		here = TaskCaller.start("gateway.tasks.lease=3s");
		there = TaskCaller.startBehind(proxy, "gateway.tasks.lease=3s");
	}

	@AfterAll
	static void stop() {
		there.close();
		here.close();
		proxy.close();
	}

	@Test
	void aTaskIsReadElsewhere() {
		String id = here.start("endless", "{}");
		assertThat(there.get(id)).isEqualTo(here.get(id));
		there.cancel(id);
	}

	@Test
	void whatIsAnsweredElsewhereGoesOn() {
		String id = here.start("two_questions", "{}");
		there.asked(id);
		there.update(id, TaskCaller.accept("name", "name", "Ada"));
		here.update(id, TaskCaller.accept("color", "color", "blue"));
		assertThat(there.text(id)).isEqualTo("Ada likes blue");
	}

	@Test
	void cancelElsewhereReachesTheTool() {
		int before = here.tools().cancelled();
		String id = here.start("endless", "{}");
		Awaitility.await().atMost(SOON).until(() -> here.tools().started() > before);
		there.cancel(id);
		// Told, not found by the next look at the claims.
		Awaitility.await().atMost(Duration.ofMillis(500)).until(() -> here.tools().cancelled() == before + 1);
		assertThat(here.get(id).status()).isInstanceOf(TaskStatus.Cancelled.class);
	}

	@Test
	void cancelElsewhereReachesTheToolWhileNobodyIsTold() {
		int before = there.tools().cancelled();
		String id = there.start("endless", "{}");
		TaskCaller.sql("ALTER TABLE task_tests.mcp_tasks DISABLE TRIGGER mcp_tasks_changed");
		try {
			here.cancel(id);
			Awaitility.await().atMost(SOON).until(() -> there.tools().cancelled() == before + 1);
		}
		finally {
			TaskCaller.sql("ALTER TABLE task_tests.mcp_tasks ENABLE TRIGGER mcp_tasks_changed");
		}
	}

	@Test
	void theToolIsNotDisturbedByTheLossOfTheListeningConnection() {
		String id = here.start("slow", "{\"millis\": 2000}");
		TaskCaller.sql(LISTENERS);
		assertThat(there.text(id)).isEqualTo("done");
	}

	@Test
	void aWatcherSeesEveryStateThatLasts() {
		String id = here.start("two_questions", "{}");
		here.asked(id);
		List<TaskState> seen = new CopyOnWriteArrayList<>();
		TaskWatch watch = watch(there, id);
		assertThat(watch.ids()).containsExactly(id);
		Disposable watching = watch.changes().subscribe(seen::add);
		awaitLast(seen, TaskStatus.InputRequired.class);
		here.update(id, TaskCaller.accept("name", "name", "Ada"));
		Awaitility.await().atMost(SOON).until(() -> seen.size() == 2);
		here.update(id, TaskCaller.accept("color", "color", "blue"));
		awaitLast(seen, TaskStatus.Completed.class);
		assertThat(seen.getLast()).isEqualTo(here.get(id));
		Awaitility.await().atMost(SOON).until(watching::isDisposed);
	}

	@Test
	void aWatcherSeesWhatHappensWhileItIsNotTold() {
		String id = here.start("endless", "{}");
		List<TaskState> seen = new CopyOnWriteArrayList<>();
		Disposable watching = watch(there, id).changes().subscribe(seen::add);
		awaitLast(seen, TaskStatus.Working.class);
		proxy.stall();
		try {
			here.cancel(id);
		}
		finally {
			proxy.restore();
		}
		proxy.cut();
		proxy.restore();
		awaitLast(seen, TaskStatus.Cancelled.class);
		Awaitility.await().atMost(SOON).until(watching::isDisposed);
	}

	@Test
	void whatIsOverOrAnothersIsNotWatchedForEver() {
		String over = here.start("greet", "{\"name\": \"A\"}");
		here.text(over);
		String foreign = here.start(TaskCaller.BOB, "endless", "{}").id();
		TaskWatch watch = watch(there, over, foreign, "nope", TaskId.next());
		assertThat(watch.ids()).containsExactly(over);
		assertThat(watch.changes().collectList().block(SOON)).containsExactly(here.get(over));
		assertThat(watch(there, foreign).changes().collectList().block(SOON)).isEmpty();
		here.cancel(foreign, TaskCaller.BOB);
	}

	@Test
	void whatAReplicaRanThatIsCutOffIsInterruptedAndEndsThere() {
		int before = there.tools().cancelled();
		String id = there.start("endless", "{}");
		proxy.cut();
		try {
			TaskStatus.Interrupted interrupted = here.await(id, TaskStatus.Interrupted.class, Duration.ofSeconds(10));
			assertThat(interrupted.reason()).contains("interrupted").contains("stopped");
			assertThat(there.tools().cancelled()).isEqualTo(before);
		}
		finally {
			proxy.restore();
		}
		Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> there.tools().cancelled() == before + 1);
		assertThat(here.get(id).message()).contains("interrupted");
	}

	private static TaskWatch watch(TaskCaller gateway, String... ids) {
		return Objects.requireNonNull(gateway.bean(Tasks.class).watch(List.of(ids), TaskCaller.ALICE).block(SOON));
	}

	private static void awaitLast(List<TaskState> seen, Class<? extends TaskStatus> status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.until(() -> !seen.isEmpty() && status.isInstance(seen.getLast().status()));
	}

}
