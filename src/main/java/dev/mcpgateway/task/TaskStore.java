package dev.mcpgateway.task;

import java.time.Duration;
import java.util.Collection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where tasks are kept, for all replicas of the gateway. What an operation did is durable
 * when it completes. Operations fail with a
 * {@link dev.mcpgateway.failure.GatewayException}.
 */
public interface TaskStore {

	/**
	 * Adds a task that is at work.
	 * @param maxTasks it is added only while fewer are kept
	 * @return the task; empty when there are as many already
	 */
	Mono<StoredTask> create(NewTask task, Lease lease, int maxTasks);

	/** The tasks of these ids that are there, in any order. */
	Flux<StoredTask> find(Collection<String> ids);

	/**
	 * Changes a task, if it is what is expected.
	 * @return the task as it is then; empty when nothing was changed
	 */
	Mono<StoredTask> change(String id, Expected expected, TaskChange change);

	/**
	 * Changes all tasks that are what is expected.
	 * @return how many
	 */
	Mono<Long> changeAll(Expected expected, TaskChange change);

	/**
	 * Renews the claim on tasks.
	 * @param ids which
	 * @return those of them that the owner still runs
	 */
	Flux<String> renew(Collection<String> ids, Lease lease);

	/**
	 * Removes tasks.
	 * @param after how long after their time is up
	 * @return how many
	 */
	Mono<Long> remove(Duration after);

	/** Tells of changes until cancelled; never fails and never completes. */
	Flux<TaskSignal> changes();

}
