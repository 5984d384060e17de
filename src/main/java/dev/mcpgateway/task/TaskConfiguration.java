package dev.mcpgateway.task;

import java.util.UUID;

import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.invocation.ToolInvoker;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tasks, where there is a store for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "gateway.postgres.enabled", matchIfMissing = true)
class TaskConfiguration {

	@Bean
	Lease taskLease(TaskProperties properties) {
		return new Lease(UUID.randomUUID().toString(), properties.lease());
	}

	@Bean
	TaskRuns taskRuns(TaskProperties properties) {
		return new TaskRuns(properties.maxRunning());
	}

	@Bean
	TaskKeeper taskKeeper(TaskStore store, TaskRuns runs, Lease lease) {
		return new TaskKeeper(store, runs, lease);
	}

	@Bean
	TaskReader taskReader(TaskStore store, TaskRuns runs, TaskKeeper keeper) {
		return new TaskReader(store, runs, keeper);
	}

	@Bean
	TaskRunner taskRunner(TaskStore store, Lease lease, ResultProperties limits, JsonMapper mapper) {
		return new TaskRunner(store, lease, limits, mapper);
	}

	@Bean
	TaskStarter taskStarter(TaskStore store, TaskRuns runs, TaskRunner runner, ToolInvoker invoker,
			TaskProperties properties, Lease lease) {
		return new TaskStarter(store, runs, runner, invoker, properties, lease);
	}

	@Bean
	Tasks tasks(TaskStore store, TaskRuns runs, TaskStarter starter, TaskReader reader, TaskKeeper keeper,
			TaskProperties properties) {
		return new Tasks(store, runs, starter, reader, new TaskWatcher(reader, keeper), properties.timeout());
	}

}
