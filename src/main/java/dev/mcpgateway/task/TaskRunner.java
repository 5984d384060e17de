package dev.mcpgateway.task;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.GatewayStoppingException;
import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.invocation.CallToolResultCollector;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ResultProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a call as a task: from its first event until it has ended, or asks its client,
 * which is the end of a run too.
 */
final class TaskRunner {

	static final String STOPPED = "The task was interrupted: the gateway stopped while it ran.";

	static final String LATE = "The task did not finish in its time.";

	private static final String LOST = "The task ended, but what it gave could not be kept.";

	private static final Logger logger = LoggerFactory.getLogger(TaskRunner.class);

	/** How often a task may say what it is doing. */
	private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1);

	private static final Retry WHILE_THE_STORE_IS_AWAY = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
		.maxBackoff(Duration.ofSeconds(5))
		.filter((failure) -> failure instanceof BackendUnavailableException
				|| failure instanceof DeadlineExceededException || failure instanceof OverloadedException
				|| failure instanceof TimeoutException);

	private final TaskStore store;

	private final Lease lease;

	private final ResultProperties limits;

	private final JsonMapper mapper;

	TaskRunner(TaskStore store, Lease lease, ResultProperties limits, JsonMapper mapper) {
		this.store = store;
		this.lease = lease;
		this.limits = limits;
		this.mapper = mapper;
	}

	/**
	 * Runs a call, once, and keeps what came of it.
	 * @param task the task, which the store says runs here
	 * @param call the call, or why it cannot be run any more
	 * @param soFar what was asked and answered before
	 */
	Mono<Void> run(StoredTask task, Mono<PreparedCall> call, Continuation soFar, TaskWriter writer) {
		String id = task.state().id();
		return call.flatMap((prepared) -> result(id, prepared, writer))
			.onErrorResume((failure) -> Mono.fromCallable(() -> end(failure, soFar, writer)))
			.onErrorResume((failure) -> {
				logger.error("What a task gave could not be written", failure);
				return Mono.just(TaskChange.interrupted(LOST));
			})
			.timeout(task.remaining(), Mono.fromCallable(() -> TaskChange.interrupted(LATE)))
			.flatMap((change) -> keep(id, change, task.remaining()))
			// The handler's code must not keep who starts it from answering.
			.subscribeOn(Schedulers.parallel());
	}

	private Mono<TaskChange> result(String id, PreparedCall call, TaskWriter writer) {
		CallToolResultCollector collector = new CallToolResultCollector(call, this.limits, this.mapper);
		AtomicReference<@Nullable String> message = new AtomicReference<>();
		Mono<TaskChange> result = collector.collect(call.events()).doOnNext((event) -> {
			if (event instanceof CallToolEvent.Progress progress && progress.message() != null) {
				message.set(progress.message());
			}
		})
			.then(Mono.fromCallable(() -> TaskChange
				.ended(new TaskStatus.Completed(ErrorBoundary.within(() -> writer.result(collector.result()))), null)));
		Flux<TaskChange> telling = Flux.interval(BETWEEN_MESSAGES)
			.onBackpressureDrop()
			.concatMap((tick) -> tell(id, message.getAndSet(null)), 1);
		return Flux.merge(result, telling).next();
	}

	/** A message is worth no failure. */
	private Mono<TaskChange> tell(String id, @Nullable String message) {
		return (message != null)
				? this.store.change(id, new Expected.RunBy(this.lease.owner()), TaskChange.working(message, this.lease))
					.timeout(this.lease.duration())
					.onErrorComplete()
					.then(Mono.empty())
				: Mono.empty();
	}

	private static TaskChange end(Throwable failure, Continuation soFar, TaskWriter writer) {
		return switch (failure) {
			case InputRequiredException question ->
				TaskChange.waiting(soFar.asking(question.requests(), writer::inputRequest));
			case GatewayStoppingException stopping -> TaskChange.interrupted(STOPPED);
			default -> TaskChange.ended(writer.outcome(failure),
					(failure instanceof GatewayException expected) ? expected.reason() : null);
		};
	}

	/**
	 * While the store is away the result waits here, for as long as it could be asked
	 * for.
	 */
	private Mono<Void> keep(String id, TaskChange change, Duration remaining) {
		Expected expected = new Expected.RunBy(this.lease.owner());
		return this.store.change(id, expected, change)
			.timeout(this.lease.duration())
			.retryWhen(WHILE_THE_STORE_IS_AWAY)
			.timeout(remaining.plus(this.lease.duration()))
			.onErrorResume((failure) -> {
				logger.error(LOST, failure);
				return this.store.change(id, expected, TaskChange.interrupted(LOST));
			})
			.then();
	}

}
