package dev.mcpgateway.task;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the store and the runs of this process in step: renews its claims, ends the runs
 * of tasks that were ended elsewhere, and ends the tasks that nobody runs any more or
 * whose time is up.
 */
final class TaskKeeper implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(TaskKeeper.class);

	/** How long after its time a task can still be asked for. */
	private static final Duration GRACE = Duration.ofMinutes(1);

	/** How long the stop of the gateway waits for runs to end, and then for the store. */
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final TaskStore store;

	private final TaskRuns runs;

	private final Lease lease;

	private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();

	private volatile boolean live;

	private volatile boolean wasLost;

	/** When this process may judge others, by {@link System#nanoTime()}. */
	private volatile long judgingSince = System.nanoTime();

	private volatile @Nullable Disposable work;

	TaskKeeper(TaskStore store, TaskRuns runs, Lease lease) {
		this.store = store;
		this.runs = runs;
		this.lease = lease;
	}

	/**
	 * Tells of changes, as ids; an empty one when any may have changed. Who listens and
	 * is slow misses some.
	 */
	Flux<String> changed() {
		return this.changed.asFlux();
	}

	/** Whether every change is told. */
	boolean isLive() {
		return this.live;
	}

	/**
	 * Whether what looks abandoned is: after the store was away, others need time to
	 * renew their claims, as this process does.
	 */
	boolean mayJudge() {
		return this.live && System.nanoTime() - this.judgingSince >= 0;
	}

	private void follow(TaskSignal signal) {
		switch (signal) {
			case TaskSignal.Live nowLive -> {
				if (this.wasLost) {
					this.judgingSince = System.nanoTime() + this.lease.duration().toNanos();
				}
				this.live = true;
				this.changed.tryEmitNext("");
			}
			case TaskSignal.Changed(var id, var stopped) -> {
				if (stopped) {
					this.runs.stop(id);
				}
				this.changed.tryEmitNext(id);
			}
			case TaskSignal.Lost lost -> {
				this.live = false;
				this.wasLost = true;
			}
		}
	}

	/** Also how a run learns of its task's end that it was not told of. */
	private Mono<Void> renew() {
		List<TaskRun> running = this.runs.begun();
		if (running.isEmpty()) {
			return Mono.empty();
		}
		return this.store.renew(running.stream().map(TaskRun::id).toList(), this.lease)
			.collect(HashSet<String>::new, Set::add)
			.doOnNext((still) -> running.stream().filter((run) -> !still.contains(run.id())).forEach(TaskRun::stop))
			.then();
	}

	/** What is read is judged when it is read; this is for what nobody reads. */
	private Mono<Void> judge() {
		Mono<Long> abandoned = mayJudge()
				? this.store.changeAll(new Expected.Abandoned(), TaskChange.interrupted(TaskRunner.STOPPED))
				: Mono.just(0L);
		return abandoned.doOnNext((count) -> {
			if (count > 0) {
				logger.warn("{} tasks are reported as interrupted: who ran them is gone", count);
			}
		})
			.then(this.store.changeAll(new Expected.Overdue(), TaskChange.interrupted(TaskRunner.LATE)))
			.then(this.store.remove(GRACE))
			.then();
	}

	/** Does something again and again, whatever comes of it. */
	private Disposable repeat(Duration period, Supplier<Mono<Void>> work) {
		Mono<Void> once = Mono.defer(work).timeout(period).onErrorResume((failure) -> {
			logger.debug("Tasks could not be kept", failure);
			return Mono.empty();
		});
		return Flux.interval(period)
			.onBackpressureDrop()
			.concatMap((tick) -> once, 1)
			.subscribe(null, (failure) -> logger.error("Tasks are kept no more", failure));
	}

	@Override
	public void start() {
		this.runs.open();
		// Subscriptions of the process's own, ended by stop(). Nothing waits for them: an
		// absent store must not keep the gateway from starting.
		this.work = Disposables.composite(
				this.store.changes()
					.subscribe(this::follow, (failure) -> logger.error("No changes of tasks come any more", failure)),
				repeat(this.lease.duration().dividedBy(5), this::renew), repeat(this.lease.duration(), this::judge));
	}

	/**
	 * The guard of calls, which stops before, has ended the handlers: their tasks now say
	 * so. What is left after a while is said here.
	 */
	@Override
	public void stop(Runnable callback) {
		Disposable running = this.work;
		this.work = null;
		Mono<Long> rest = Mono.defer(() -> {
			this.runs.stopAll();
			return this.store.changeAll(new Expected.RunBy(this.lease.owner()),
					TaskChange.interrupted(TaskRunner.STOPPED));
		});
		// Ends with its patience; the gateway's stop waits for the callback.
		this.runs.close()
			.timeout(STOP_TIMEOUT, Mono.empty())
			.then(rest)
			.timeout(STOP_TIMEOUT.multipliedBy(2))
			.doFinally((signal) -> {
				if (running != null) {
					running.dispose();
				}
				callback.run();
			})
			.subscribe(null,
					(failure) -> logger.warn("Tasks of this process could not be ended: {}", failure.toString()));
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.work != null;
	}

	/**
	 * After the guard of calls; before the store, and before the event loops, on which
	 * the connections to the store are.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

}
