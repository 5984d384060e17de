package dev.mcpgateway.task;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.invocation.PreparedCall;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Calls that run as tasks (extension {@code io.modelcontextprotocol/tasks}, SEP-2663).
 * There is such a bean where there is a store for tasks; without it, calls that may run
 * as tasks run as ordinary calls. Operations fail with a
 * {@link dev.mcpgateway.failure.GatewayException}; on a task that is not there, or is
 * another caller's, with an {@link UnknownFeatureException}.
 */
public final class Tasks {

	private static final int MOST_WATCHED = 100;

	private final TaskStore store;

	private final TaskRuns runs;

	private final TaskStarter starter;

	private final TaskReader reader;

	private final TaskWatcher watcher;

	private final Duration patience;

	/**
	 * Creates the door to tasks.
	 * @param patience how long the store may take to answer
	 */
	Tasks(TaskStore store, TaskRuns runs, TaskStarter starter, TaskReader reader, TaskWatcher watcher,
			Duration patience) {
		this.store = store;
		this.runs = runs;
		this.starter = starter;
		this.reader = reader;
		this.watcher = watcher;
		this.patience = patience;
	}

	private <T> Mono<T> inTime(Mono<T> operation) {
		return operation.timeout(this.patience)
			.onErrorMap(TimeoutException.class,
					(late) -> new DeadlineExceededException("The store of tasks did not answer", this.patience, late));
	}

	/**
	 * Makes a task of a call, whose context may have answers of rounds before. The task
	 * runs on, whether or not anybody asks for it.
	 * @param writer writes what becomes of it
	 * @return the task, at work, when it is durable; an {@link OverloadedException} when
	 * as many run, or are kept, as may be
	 */
	public Mono<TaskState> start(PreparedCall call, TaskWriter writer) {
		return inTime(this.starter.start(call, writer)).map(StoredTask::state);
	}

	/** A task as it is. */
	public Mono<TaskState> get(String id, Caller caller) {
		return inTime(this.reader.find(id, caller)).map(StoredTask::state);
	}

	/**
	 * Answers what a task asks; some or all of it. What it does not ask is ignored. With
	 * the last answer it runs again.
	 * @param responses by the keys of {@link TaskStatus.InputRequired}; as they came,
	 * unchecked
	 * @param writer writes what becomes of it
	 * @return completes when the answers are kept; an {@link OverloadedException} when
	 * the task cannot run now, so that they are to be sent again
	 */
	public Mono<Void> update(String id, Caller caller, Map<String, JsonNode> responses, TaskWriter writer) {
		return inTime(answer(id, caller, responses, writer));
	}

	private Mono<Void> answer(String id, Caller caller, Map<String, JsonNode> responses, TaskWriter writer) {
		return this.reader.find(id, caller)
			.flatMap((task) -> (task.state().status() instanceof TaskStatus.InputRequired)
					? answer(task, caller, responses, writer) : Mono.<Void>empty());
	}

	private Mono<Void> answer(StoredTask task, Caller caller, Map<String, JsonNode> responses, TaskWriter writer) {
		String id = task.state().id();
		Continuation before = Continuation.parse(Objects.requireNonNull(task.continuation()));
		Continuation after = before.answered(responses);
		if (after.open().size() == before.open().size()) {
			return Mono.empty();
		}
		Mono<StoredTask> changed = after.open().isEmpty() ? this.starter.resume(task, caller, after, writer)
				: this.store.change(id, new Expected.Waiting(task.revision()), TaskChange.waiting(after));
		return changed.map((done) -> true)
			.defaultIfEmpty(false)
			// Somebody else was faster: these answers are for what is asked then.
			.flatMap((done) -> done ? Mono.empty() : answer(id, caller, responses, writer));
	}

	/**
	 * Ends a task, wherever it runs, unless it is over already. Its handler is cancelled,
	 * here at once, on another replica within moments.
	 */
	public Mono<Void> cancel(String id, Caller caller) {
		return inTime(this.reader.find(id, caller)
			.filter((task) -> !task.state().isOver())
			.flatMap((task) -> this.store.change(id, new Expected.Open(),
					TaskChange.ended(new TaskStatus.Cancelled(), "Cancelled by the client.")))
			.doOnNext((cancelled) -> this.runs.stop(id))
			.then());
	}

	/**
	 * Follows tasks. Those that are not there, or are another caller's, are left out.
	 * @param ids at most 100
	 */
	public Mono<TaskWatch> watch(Collection<String> ids, Caller caller) {
		Set<String> wanted = new HashSet<>(ids);
		if (wanted.size() > MOST_WATCHED) {
			return Mono.error(() -> new InvalidArgumentsException("/notifications/taskIds",
					"At most %d tasks can be watched at once.".formatted(MOST_WATCHED)));
		}
		return inTime(this.reader.find(wanted, caller).map((task) -> task.state().id()).collectList())
			.map((own) -> new TaskWatch(Set.copyOf(own), this.watcher.watch(own)));
	}

}
