package dev.mcpgateway.task;

import org.junit.jupiter.api.Test;

/**
 * A gateway that is stopped and started again in the same process.
 */
class TaskRestartTests {

	@Test
	void tasksRunAgainAfterARestart() {
		try (TaskCaller gateway = TaskCaller.start()) {
			gateway.text(gateway.start("greet", "{\"name\": \"Alice\"}"));
			gateway.restart();
			gateway.text(gateway.start("greet", "{\"name\": \"Bob\"}"));
		}
	}

}
