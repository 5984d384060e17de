package dev.mcpgateway.task;

import java.util.Set;

import reactor.core.publisher.Flux;

/**
 * What may be watched of what was asked for.
 *
 * @param ids the tasks that are there and belong to the caller
 * @param changes their states as they are now, and again whenever one is another; states
 * in between may be left out, the last never is. Completes when all tasks are over, and
 * does not fail: while the store is away it waits
 */
public record TaskWatch(Set<String> ids, Flux<TaskState> changes) {

	public TaskWatch {
		ids = Set.copyOf(ids);
	}

}
