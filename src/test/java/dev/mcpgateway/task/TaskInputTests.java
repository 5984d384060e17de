package dev.mcpgateway.task;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task asks its client (SEP-2663, Task Update Requests).
 */
class TaskInputTests {

	private static TaskCaller gateway;

	@BeforeAll
	static void start() {
		gateway = TaskCaller.start();
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void theTaskGoesOnWithTheAnswerAndWhatItWasCalledWith() {
		// Numbers that a double cannot hold, and nesting.
		String given = "{\"n\":12345678901234567890.123456789012345678,\"deep\":" + "[".repeat(90) + "]".repeat(90)
				+ "}";
		String id = gateway.start("confirm", "{\"given\": " + given + "}");
		assertThat(gateway.asked(id)).containsExactly("confirm");
		assertThat(gateway.get(id).message()).isEqualTo("Waiting for input.");
		JsonNode request = TaskCaller.JSON.readTree(gateway.await(id, TaskStatus.InputRequired.class).inputRequests())
			.path("confirm");
		assertThat(request.path("method").asString()).isEqualTo("elicitation/create");
		gateway.update(id, TaskCaller.accept("confirm", "sure", "yes"));
		assertThat(gateway.text(id)).isEqualTo("accept yes " + given);
	}

	@Test
	void oneAnswerOfTwoLeavesTheOther() {
		String id = gateway.start("two_questions", "{}");
		assertThat(gateway.asked(id)).containsExactlyInAnyOrder("name", "color");
		gateway.update(id, TaskCaller.accept("color", "color", "blue"));
		assertThat(gateway.asked(id)).containsExactly("name");
		gateway.update(id, TaskCaller.accept("name", "name", "Ada"));
		assertThat(gateway.text(id)).isEqualTo("Ada likes blue");
	}

	@Test
	void whatWasNotAskedIsIgnored() {
		String id = gateway.start("two_questions", "{}");
		gateway.asked(id);
		TaskState before = gateway.get(id);
		gateway.update(id, TaskCaller.accept("other", "name", "Eve"));
		gateway.update(id, "{}");
		assertThat(gateway.get(id)).isEqualTo(before);
	}

	@Test
	void anAnswerCountsOnce() {
		String id = gateway.start("two_questions", "{}");
		gateway.asked(id);
		gateway.update(id, TaskCaller.accept("name", "name", "Ada"));
		gateway.update(id, TaskCaller.accept("name", "name", "Eve"));
		assertThat(gateway.asked(id)).containsExactly("color");
		gateway.update(id, TaskCaller.accept("color", "color", "red"));
		assertThat(gateway.text(id)).isEqualTo("Ada likes red");
	}

	@Test
	void anAnswerThatDoesNotFitIsAskedAgainUnderAnotherKey() {
		String id = gateway.start("two_questions", "{}");
		gateway.asked(id);
		gateway.update(id, TaskCaller.accept("color", "color", "green"));
		gateway.update(id, "{\"name\": {\"action\": \"accept\", \"content\": {\"name\": 5}}}");
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> gateway.asked(id).contains("name-2"));
		assertThat(gateway.asked(id)).containsExactly("name-2");
		// The old key has been answered: it is not outstanding any more.
		gateway.update(id, TaskCaller.accept("name", "name", "Eve"));
		assertThat(gateway.asked(id)).containsExactly("name-2");
		gateway.update(id, TaskCaller.accept("name-2", "name", "Ada"));
		assertThat(gateway.text(id)).isEqualTo("Ada likes green");
	}

	@Test
	void aTaskThatWaitsCanBeCancelled() {
		String id = gateway.start("two_questions", "{}");
		gateway.asked(id);
		gateway.cancel(id);
		gateway.update(id, TaskCaller.accept("name", "name", "Ada"));
		assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Cancelled.class);
	}

	@Test
	void nothingThatWasAskedOrAnsweredIsKeptLongerThanTheTaskWaits() {
		String id = gateway.start("confirm", "{\"given\": \"secret\"}");
		gateway.asked(id);
		gateway.update(id, TaskCaller.accept("confirm", "sure", "yes"));
		gateway.text(id);
		assertThat(TaskCaller.sql("SELECT continuation FROM task_tests.mcp_tasks WHERE id = '" + id + "'"))
			.containsExactly("null");
	}

	@Test
	void answersAtOnceAreAllTakenAndTheToolRunsOnce() {
		for (int i = 0; i < 20; i++) {
			String id = gateway.start("two_questions", "{}");
			gateway.asked(id);
			Flux.just(TaskCaller.accept("name", "name", "Ada"), TaskCaller.accept("color", "color", "blue"),
					TaskCaller.accept("name", "name", "Ada"), TaskCaller.accept("color", "color", "blue"))
				.flatMap((answer) -> Mono.fromRunnable(() -> gateway.update(id, answer))
					.subscribeOn(Schedulers.boundedElastic()))
				.blockLast(Duration.ofSeconds(20));
			assertThat(gateway.text(id)).isEqualTo("Ada likes blue");
		}
	}

	@Test
	void cancelAndAnswerAtOnceLeaveATaskThatIsOver() {
		for (int i = 0; i < 20; i++) {
			int before = gateway.tools().started() - gateway.tools().cancelled();
			String id = gateway.start("ask_then_endless", "{}");
			gateway.asked(id);
			Flux.<Runnable>just(() -> gateway.update(id, TaskCaller.accept("go", "go", "yes")),
					() -> gateway.cancel(id))
				.flatMap((each) -> Mono.fromRunnable(each).subscribeOn(Schedulers.boundedElastic()))
				.blockLast(Duration.ofSeconds(20));
			assertThat(gateway.get(id).status()).isInstanceOf(TaskStatus.Cancelled.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(5))
				.until(() -> gateway.tools().started() - gateway.tools().cancelled() == before);
		}
	}

}
