package dev.mcpgateway.task;

import java.time.Duration;
import java.util.function.Function;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ToolInvoker;
import reactor.core.publisher.Mono;

/**
 * Starts the runs of tasks, the first and those after an answer. A run begins only when
 * the store says that it does.
 */
final class TaskStarter {

	private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

	private final TaskStore store;

	private final TaskRuns runs;

	private final TaskRunner runner;

	private final ToolInvoker invoker;

	private final TaskProperties properties;

	private final Lease lease;

	TaskStarter(TaskStore store, TaskRuns runs, TaskRunner runner, ToolInvoker invoker, TaskProperties properties,
			Lease lease) {
		this.store = store;
		this.runs = runs;
		this.runner = runner;
		this.invoker = invoker;
		this.properties = properties;
		this.lease = lease;
	}

	/** Makes a task of a call. Who goes before there is one does not want it. */
	Mono<StoredTask> start(PreparedCall call, TaskWriter writer) {
		return Mono.defer(() -> {
			PreparedCall inTask = call.with(call.call().context().asTask());
			NewTask task = new NewTask(TaskId.next(), call.call().caller(), this.properties.ttl(),
					this.properties.pollInterval());
			TaskRun run = this.runs.take(task.id());
			Mono<StoredTask> claim = this.store.create(task, this.lease, this.properties.maxTasks())
				.switchIfEmpty(Mono.error(this::full));
			return begin(run, claim,
					(created) -> this.runner.run(created, Mono.just(inTask), Continuation.of(inTask.call()), writer));
		});
	}

	private OverloadedException full() {
		return new OverloadedException(
				"%d tasks are kept, which is the limit; try again later.".formatted(this.properties.maxTasks()),
				RETRY_AFTER);
	}

	/**
	 * Runs a task again, from the beginning, with all answers. Here, wherever it ran
	 * before.
	 * @return the task at work; empty when it is not any more what it was
	 */
	Mono<StoredTask> resume(StoredTask task, Caller caller, Continuation answered, TaskWriter writer) {
		return Mono.defer(() -> {
			TaskRun run = this.runs.take(task.state().id());
			Mono<StoredTask> claim = this.store.change(task.state().id(), new Expected.Waiting(task.revision()),
					TaskChange.working(null, this.lease));
			Mono<PreparedCall> call = this.invoker.prepare(answered.tool(), answered.arguments(),
					answered.context(caller));
			return begin(run, claim, (claimed) -> this.runner.run(claimed, call, answered, writer))
				// Who sent the last answer may go without waiting for ours.
				.cache();
		});
	}

	private static Mono<StoredTask> begin(TaskRun run, Mono<StoredTask> claim, Function<StoredTask, Mono<Void>> work) {
		return claim.doOnNext((task) -> run.begin(work.apply(task))).doFinally((signal) -> run.leaveUnlessBegun());
	}

}
