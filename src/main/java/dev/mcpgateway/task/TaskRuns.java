package dev.mcpgateway.task;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import dev.mcpgateway.failure.GatewayStoppingException;
import dev.mcpgateway.failure.OverloadedException;
import reactor.core.publisher.Mono;

/**
 * The runs of this process: so many at once, and none when it stops. A task that waits
 * for its client is not among them.
 */
final class TaskRuns {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final int limit;

	private final Semaphore places;

	private final Set<TaskRun> runs = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	TaskRuns(int limit) {
		this.limit = limit;
		this.places = new Semaphore(limit);
	}

	/**
	 * Takes a place.
	 * @throws OverloadedException when none is free
	 */
	TaskRun take(String id) {
		if (this.closed) {
			throw new GatewayStoppingException();
		}
		if (!this.places.tryAcquire()) {
			throw new OverloadedException(
					"%d tasks are running, which is the limit; try again later.".formatted(this.limit), RETRY_AFTER);
		}
		TaskRun run = new TaskRun(id, this::remove);
		this.runs.add(run);
		return run;
	}

	private void remove(TaskRun run) {
		this.runs.remove(run);
		this.places.release();
	}

	/** Those that the store says run here. */
	List<TaskRun> begun() {
		return this.runs.stream().filter(TaskRun::hasBegun).toList();
	}

	/** Ends the runs of a task, if it has one here. */
	void stop(String id) {
		this.runs.stream().filter((run) -> run.id().equals(id)).forEach(TaskRun::stop);
	}

	boolean isRunning(String id) {
		return this.runs.stream().anyMatch((run) -> run.id().equals(id));
	}

	/** Takes runs again, after a close. */
	void open() {
		this.closed = false;
	}

	/** Takes no more, and completes when those of now have ended. */
	Mono<Void> close() {
		this.closed = true;
		return Mono.when(this.runs.stream().map(TaskRun::left).toList());
	}

	/** Ends all. */
	void stopAll() {
		this.runs.forEach(TaskRun::stop);
	}

}
