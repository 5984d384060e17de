package dev.mcpgateway.mcp;

import java.util.Map;
import java.util.function.Function;

import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.ClientRequest.CompletedArgument;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads of resources, prompts, and completion.
 */
final class FeatureCalls {

	private final ResourceReader resources;

	private final ResourceContentsReader contents;

	private final PromptGetter prompts;

	private final ResultPages pages;

	FeatureCalls(ResourceReader resources, ResourceContentsReader contents, PromptGetter prompts, ResultPages pages) {
		this.resources = resources;
		this.contents = contents;
		this.prompts = prompts;
		this.pages = pages;
	}

	Flux<ServerMessage> readResource(ClientRequest.ReadResource request, Exchange exchange) {
		String uri = request.uri();
		return answer(exchange, (context) -> read(uri, context).map(exchange.codec()::readResourceResult))
			.onErrorResume(FeatureCalls::isAbsent, (failure) -> Mono
				.just(exchange.error(exchange.codec().resourceNotFound(uri, String.valueOf(failure.getMessage())))));
	}

	private Mono<ReadResourceResult> read(String uri, CallContext context) {
		return ResultPages.isPage(uri) ? this.pages.read(uri, context)
				: this.resources.read(uri, Map.of(), context, ResourceRead.Conditions.NONE)
					.flatMap((content) -> this.contents.read(uri, content));
	}

	private static boolean isAbsent(Throwable failure) {
		return failure instanceof NotFoundException || failure instanceof UnknownFeatureException;
	}

	Flux<ServerMessage> getPrompt(ClientRequest.GetPrompt request, Exchange exchange) {
		return answer(exchange, (context) -> this.prompts.get(request.name(), request.arguments(), context)
			.map(exchange.codec()::getPromptResult));
	}

	Flux<ServerMessage> completePrompt(ClientRequest.CompletePrompt request, Exchange exchange) {
		return answer(exchange, (context) -> this.prompts.complete(request.prompt(), of(request.argument(), context))
			.map(exchange.codec()::completeResult));
	}

	Flux<ServerMessage> completeResource(ClientRequest.CompleteResource request, Exchange exchange) {
		return answer(exchange,
				(context) -> this.prompts.completeResource(request.uriTemplate(), of(request.argument(), context))
					.map(exchange.codec()::completeResult));
	}

	private static CompletionRequest of(CompletedArgument argument, CallContext context) {
		return new CompletionRequest(argument.name(), argument.value(), argument.resolved(), context.caller());
	}

	private static Flux<ServerMessage> answer(Exchange exchange, Function<CallContext, Mono<byte[]>> work) {
		return Flux.defer(() -> run(exchange, exchange.link().context(exchange.call()), work));
	}

	/** Runs the work, asks the client when it must, and runs it again. */
	private static Flux<ServerMessage> run(Exchange exchange, CallContext context,
			Function<CallContext, Mono<byte[]>> work) {
		return work.apply(context)
			.map(exchange::result)
			.flux()
			.onErrorResume(InputRequiredException.class, (question) -> exchange.link()
				.ask(question, exchange, context, (answered) -> run(exchange, answered, work)));
	}

}
