package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.MissingClientCapabilityException;
import dev.mcpgateway.failure.TaskRequestedException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.invocation.CallToolResultCollector;
import dev.mcpgateway.invocation.ItemProgress;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Notifications;
import dev.mcpgateway.wire.Revision.Era;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of tools: progress and log messages as they come, then everything else folded
 * into one result.
 */
final class ToolCalls {

	private final ToolInvoker invoker;

	private final ResultProperties limits;

	private final JsonMapper mapper;

	private final TaskCalls tasks;

	private final ResultPages pages;

	ToolCalls(ToolInvoker invoker, ResultProperties limits, JsonMapper mapper, TaskCalls tasks, ResultPages pages) {
		this.invoker = invoker;
		this.limits = limits;
		this.mapper = mapper;
		this.tasks = tasks;
		this.pages = pages;
	}

	Flux<ServerMessage> call(ClientRequest.CallTool request, Exchange exchange) {
		return Flux.defer(() -> {
			Telling telling = new Telling(exchange);
			return run(request, exchange, exchange.link().context(exchange.call()), telling);
		});
	}

	/** Runs the call, again after each answer; to the client it is one. */
	private Flux<ServerMessage> run(ClientRequest.CallTool request, Exchange exchange, CallContext context,
			Telling telling) {
		return this.invoker.prepare(request.name(), request.arguments(), context)
			.flatMapMany((call) -> this.tasks.takes(call) ? start(call, exchange) : messages(call, exchange, telling))
			.onErrorResume(InputRequiredException.class,
					(question) -> exchange.link()
						.ask(question, exchange, context, (answered) -> run(request, exchange, answered, telling)))
			.onErrorResume((failure) -> Mono.just(failed(failure, exchange)));
	}

	private static ServerMessage failed(Throwable failure, Exchange exchange) {
		Optional<CallToolResult> result = ErrorTranslator.toolResult(failure);
		if (failure instanceof MissingClientCapabilityException incapable
				&& exchange.codec().revision().era() == Era.LEGACY) {
			// The code for it is of the modern era; here the model may as well read it.
			result = Optional.of(CallToolResult.failed(incapable.reason()));
		}
		return result.map((failed) -> exchange.result(exchange.codec().callToolResult(failed)))
			.orElseGet(() -> exchange.failure(failure));
	}

	private Flux<ServerMessage> messages(PreparedCall call, Exchange exchange, Telling telling) {
		CallToolResultCollector collector = new CallToolResultCollector(call, this.limits, this.mapper);
		Flux<CallToolEvent> told = telling.wantsProgress() ? collector.collect(call.events(), ItemProgress.of(call))
				: collector.collect(call.events());
		return told.<ServerMessage>handle(telling::tell)
			.concatWith(Mono.fromSupplier(() -> ErrorBoundary
				.within(() -> exchange.result(exchange.codec().callToolResult(told(collector.result(), call))))))
			.onErrorResume(TaskRequestedException.class,
					(request) -> start(call.with(call.call().context().answeredBy(request.answers())), exchange));
	}

	private Mono<ServerMessage> start(PreparedCall call, Exchange exchange) {
		return this.tasks.start(call, (result) -> told(result, call), exchange);
	}

	/** A reader must see that a result is not whole, and where the rest is. */
	private CallToolResult told(CallToolResult result, PreparedCall call) {
		CallToolResult.Cut cut = result.cut();
		if (cut == null) {
			return result;
		}
		Optional<String> rest = this.pages.rest(call, cut.items(), cut);
		List<ContentBlock> content = new ArrayList<>(result.content());
		content.add(new ContentBlock.Text(
				"Result truncated after %d items: %s. %s".formatted(cut.items(), this.pages.reason(cut.items(), cut),
						rest.isPresent() ? "The rest is in the linked resource." : "Ask for less at a time.")));
		rest.ifPresent((uri) -> content.add(new ContentBlock.ResourceLink(uri, "rest-of-result",
				"The items behind the first %d.".formatted(cut.items()), "application/json")));
		return new CallToolResult(content, result.structuredContent(), result.isError(), cut);
	}

	/**
	 * What the client wants to hear while the call runs.
	 */
	private static final class Telling {

		private final @Nullable JsonNode progressToken;

		private final @Nullable LogLevel logLevel;

		private double last = Double.NEGATIVE_INFINITY;

		Telling(Exchange exchange) {
			this.progressToken = exchange.call().meta().progressToken();
			this.logLevel = exchange.link().logLevel(exchange.call());
		}

		boolean wantsProgress() {
			return this.progressToken != null;
		}

		void tell(CallToolEvent event, SynchronousSink<ServerMessage> client) {
			switch (event) {
				case CallToolEvent.Progress(var progress, var total, var message) -> {
					// It must grow with each notification (progress, Progress Flow).
					if (this.progressToken != null && progress > this.last) {
						this.last = progress;
						client.next(ServerMessage
							.notification(Notifications.progress(this.progressToken, progress, total, message)));
					}
				}
				case CallToolEvent.Log(var level, var logger, var data) -> {
					if (this.logLevel != null && level.compareTo(this.logLevel) >= 0) {
						client.next(ServerMessage.notification(Notifications.log(level, logger, data)));
					}
				}
				case CallToolEvent.Item item -> {
				}
				case CallToolEvent.Content content -> {
				}
			}
		}

	}

}
