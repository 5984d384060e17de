package dev.mcpgateway.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.mcpgateway.failure.MissingClientCapabilityException;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.task.TaskState;
import dev.mcpgateway.task.TaskStatus;
import dev.mcpgateway.task.TaskWriter;
import dev.mcpgateway.task.Tasks;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Notifications;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Calls that run as tasks, and what is asked of them (extension
 * {@code io.modelcontextprotocol/tasks}, SEP-2663).
 */
final class TaskCalls {

	private final @Nullable Tasks tasks;

	/**
	 * Creates them.
	 * @param tasks absent when there is nowhere to keep tasks
	 */
	TaskCalls(@Nullable Tasks tasks) {
		this.tasks = tasks;
	}

	boolean isAvailable() {
		return this.tasks != null;
	}

	/**
	 * Whether a call is to run as a task.
	 * @throws MissingClientCapabilityException when it must, and the client cannot take
	 * one
	 */
	boolean takes(PreparedCall call) {
		boolean possible = isAvailable() && call.call().context().clientCan(ClientCapability.TASKS);
		if (!possible && call.taskSupport() == TaskSupport.REQUIRED) {
			if (!isAvailable()) {
				throw new ToolExecutionException("The tool runs as a task, and tasks need PostgreSQL, which is off.");
			}
			throw incapable();
		}
		return possible && call.taskSupport() != TaskSupport.FORBIDDEN;
	}

	/**
	 * Runs a call as a task; the response is the task.
	 * @param told says of a result what its reader must know
	 */
	Mono<ServerMessage> start(PreparedCall call, UnaryOperator<CallToolResult> told, Exchange exchange) {
		return withTasks((known) -> known.start(call, new Writer(exchange.codec(), told))
			.map((state) -> exchange.result(exchange.codec().taskResult(json(state), true))));
	}

	Flux<ServerMessage> get(ClientRequest.GetTask request, Exchange exchange) {
		return asked(exchange, (known) -> known.get(request.taskId(), caller(exchange))
			.map((state) -> exchange.codec().taskResult(json(state), false)));
	}

	Flux<ServerMessage> update(ClientRequest.UpdateTask request, Exchange exchange) {
		return asked(exchange,
				(known) -> known
					.update(request.taskId(), caller(exchange), request.responses(),
							new Writer(exchange.codec(), UnaryOperator.identity()))
					.then(Mono.fromSupplier(exchange.codec()::emptyResult)));
	}

	Flux<ServerMessage> cancel(ClientRequest.CancelTask request, Exchange exchange) {
		return asked(exchange, (known) -> known.cancel(request.taskId(), caller(exchange))
			.then(Mono.fromSupplier(exchange.codec()::emptyResult)));
	}

	/** Follows tasks for a subscription. */
	Mono<Watched> watch(Set<String> ids, Exchange exchange) {
		if (ids.isEmpty()) {
			return Mono.just(new Watched(Set.of(), Flux.never()));
		}
		if (!declaresTasks(exchange)) {
			return Mono.error(TaskCalls::incapable);
		}
		RequestId subscription = exchange.id();
		return withTasks(
				(known) -> known.watch(ids, caller(exchange))
					.map((watch) -> new Watched(watch.ids(), watch.changes()
						.map((state) -> ServerMessage.notification(Notifications.task(json(state), subscription)))
						.concatWith(Flux.never()))));
	}

	private Flux<ServerMessage> asked(Exchange exchange, Function<Tasks, Mono<byte[]>> work) {
		return declaresTasks(exchange) ? withTasks(work).map(exchange::result).flux()
				: Flux.error(TaskCalls::incapable);
	}

	private static boolean declaresTasks(Exchange exchange) {
		return exchange.call().meta().client().contains(ClientCapability.TASKS);
	}

	private static MissingClientCapabilityException incapable() {
		return new MissingClientCapabilityException(Set.of(ClientCapability.TASKS));
	}

	private <T> Mono<T> withTasks(Function<Tasks, Mono<T>> work) {
		Tasks known = this.tasks;
		return (known != null) ? work.apply(known)
				: Mono.error(() -> new ToolExecutionException("Tasks need PostgreSQL, which is off."));
	}

	private static Caller caller(Exchange exchange) {
		return exchange.link().context(exchange.call()).caller();
	}

	private static ObjectNode json(TaskState state) {
		ObjectNode task = JsonNodeFactory.instance.objectNode().put("taskId", state.id());
		switch (state.status()) {
			case TaskStatus.Working working -> task.put("status", "working");
			case TaskStatus.InputRequired(var requests) -> put(task, "input_required", "inputRequests", requests);
			case TaskStatus.Completed(var result) -> put(task, "completed", "result", result);
			case TaskStatus.Failed(var error) -> put(task, "failed", "error", error);
			case TaskStatus.Interrupted(var reason) -> task.put("status", "failed")
				.putObject("error")
				.put("code", JsonRpcError.INTERNAL_ERROR)
				.put("message", reason);
			case TaskStatus.Cancelled cancelled -> task.put("status", "cancelled");
		}
		if (state.message() != null) {
			task.put("statusMessage", state.message());
		}
		return task.put("createdAt", state.createdAt().toString())
			.put("lastUpdatedAt", state.updatedAt().toString())
			.put("ttlMs", state.ttl().toMillis())
			.put("pollIntervalMs", state.pollInterval().toMillis());
	}

	/** What was written once is not read again, so that nothing of it is lost. */
	private static void put(ObjectNode task, String status, String member, String json) {
		task.put("status", status).set(member, JsonNodeFactory.instance.rawValueNode(new RawValue(json)));
	}

	/**
	 * What a subscription follows of tasks.
	 *
	 * @param ids those that are there
	 * @param messages their notifications; never ends by itself
	 */
	record Watched(Set<String> ids, Flux<ServerMessage> messages) {
	}

	/**
	 * Writes what a task keeps as a call of the same revision would have answered.
	 */
	private record Writer(WireCodec codec, UnaryOperator<CallToolResult> told) implements TaskWriter {

		@Override
		public String result(CallToolResult result) {
			return new String(this.codec.callToolResult(this.told.apply(result)), StandardCharsets.UTF_8);
		}

		@Override
		public String inputRequest(InputRequest request) {
			WireCodec.ClientQuestion question = this.codec.question(request);
			return JsonMapper.shared().writeValueAsString(question);
		}

		@Override
		public TaskStatus.Ended outcome(Throwable failure) {
			return ErrorTranslator
				.toolResult(failure).<TaskStatus
						.Ended>map((result) -> new TaskStatus.Completed(result(result)))
				.orElseGet(() -> new TaskStatus.Failed(error(ErrorTranslator.error(failure, null))));
		}

		private static String error(JsonRpcError error) {
			ObjectNode written = JsonNodeFactory.instance.objectNode()
				.put("code", error.code())
				.put("message", error.message());
			if (error.data() != null) {
				written.set("data", error.data());
			}
			return written.toString();
		}

	}

}
