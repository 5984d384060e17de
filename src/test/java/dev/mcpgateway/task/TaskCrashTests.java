package dev.mcpgateway.task;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica is killed.
 */
class TaskCrashTests {

	@Test
	void whatRanIsInterruptedAndNotRunAgainAndWhatWaitedGoesOn() throws InterruptedException {
		try (TaskCaller gateway = TaskCaller.start("gateway.tasks.lease=3s");
				ReplicaProcess replica = ReplicaProcess.start("gateway.tasks.lease=3s")) {
			assertThat(gateway.get(replica.running()).status()).isInstanceOf(TaskStatus.Working.class);
			replica.kill();
			TaskStatus.Interrupted interrupted = gateway.await(replica.running(), TaskStatus.Interrupted.class,
					Duration.ofSeconds(5));
			assertThat(interrupted.reason()).isEqualTo("The task was interrupted: the gateway stopped while it ran.");
			assertThat(gateway.tools().started()).isZero();
			gateway.update(replica.waiting(), TaskCaller.accept("name", "name", "Ada"));
			gateway.update(replica.waiting(), TaskCaller.accept("color", "color", "blue"));
			assertThat(gateway.text(replica.waiting())).isEqualTo("Ada likes blue");
		}
	}

}
