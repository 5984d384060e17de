package dev.mcpgateway.task;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A place among the runs of this process, for one run of one task: taken before the task
 * is said to run, left when the run has ended.
 */
final class TaskRun {

	private static final Logger logger = LoggerFactory.getLogger(TaskRun.class);

	private final String id;

	private final Consumer<TaskRun> leaving;

	private final Disposable.Swap work = Disposables.swap();

	private final Sinks.Empty<Void> left = Sinks.empty();

	private volatile boolean begun;

	TaskRun(String id, Consumer<TaskRun> leaving) {
		this.id = id;
		this.leaving = leaving;
	}

	String id() {
		return this.id;
	}

	/** Whether the store says that the task runs here. */
	boolean hasBegun() {
		return this.begun;
	}

	/** Runs, unless it was stopped already; leaves when the work has ended. */
	void begin(Mono<Void> running) {
		if (this.work.isDisposed()) {
			leave();
			return;
		}
		this.begun = true;
		// The work is the task's own: who started it does not wait for it. It is ended by
		// stop().
		this.work.update(running.doFinally((signal) -> leave())
			.subscribe(null, (failure) -> logger.error("A task ended without being able to say how", failure)));
	}

	/** Gives the place back unless the run has begun. */
	void leaveUnlessBegun() {
		if (!this.begun) {
			this.work.dispose();
			leave();
		}
	}

	/** Ends the run; the handler is cancelled. Says nothing of the task. */
	void stop() {
		this.work.dispose();
	}

	private void leave() {
		if (this.left.tryEmitEmpty().isSuccess()) {
			this.leaving.accept(this);
		}
	}

	/** Completes when the place is free. */
	Mono<Void> left() {
		return this.left.asMono();
	}

}
