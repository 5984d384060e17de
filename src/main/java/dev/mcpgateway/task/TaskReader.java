package dev.mcpgateway.task;

import java.util.Collection;
import java.util.List;

import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.Caller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads tasks as they are: one that nobody runs any more, or whose time is up, is over
 * when it is read, however late that is noticed otherwise.
 */
final class TaskReader {

	private final TaskStore store;

	private final TaskRuns runs;

	private final TaskKeeper keeper;

	TaskReader(TaskStore store, TaskRuns runs, TaskKeeper keeper) {
		this.store = store;
		this.runs = runs;
		this.keeper = keeper;
	}

	/**
	 * A task of a caller.
	 * @return the task, or an {@link UnknownFeatureException} when there is none, or it
	 * is another's: who may not have it is not told that it is there
	 */
	Mono<StoredTask> find(String id, Caller caller) {
		return find(List.of(id)).filter((task) -> belongsTo(task, caller))
			.next()
			.switchIfEmpty(Mono.error(() -> new UnknownFeatureException(UnknownFeatureException.Kind.TASK, id)));
	}

	/** Those of the tasks that a caller has. */
	Flux<StoredTask> find(Collection<String> ids, Caller caller) {
		return find(ids).filter((task) -> belongsTo(task, caller));
	}

	private static boolean belongsTo(StoredTask task, Caller caller) {
		return task.caller().id().equals(caller.id());
	}

	/** The tasks that are there, in any order. */
	Flux<StoredTask> find(Collection<String> ids) {
		List<String> possible = ids.stream().filter(TaskId::isPossible).toList();
		return possible.isEmpty() ? Flux.empty() : this.store.find(possible).flatMap(this::current, 1);
	}

	private Mono<StoredTask> current(StoredTask task) {
		if (task.isOverdue()) {
			return end(task, new Expected.Overdue(), TaskRunner.LATE);
		}
		boolean runsHere = this.runs.isRunning(task.state().id());
		return (task.abandoned() && !runsHere && this.keeper.mayJudge())
				? end(task, new Expected.Abandoned(), TaskRunner.STOPPED) : Mono.just(task);
	}

	/** Whoever changed it in between has decided what it is. */
	private Mono<StoredTask> end(StoredTask task, Expected expected, String reason) {
		String id = task.state().id();
		return this.store.change(id, expected, TaskChange.interrupted(reason))
			.switchIfEmpty(Mono.defer(() -> this.store.find(List.of(id)).next()));
	}

}
