package dev.mcpgateway.mcp;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.RequestMeta;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A client of the modern era: everything about it is in its request, and a question to it
 * is an answer, after which it tries again (multi round-trip requests).
 */
final class StatelessLink implements ClientLink {

	private final WireCodec codec;

	private final RequestStates states;

	private final Caller caller;

	StatelessLink(WireCodec codec, RequestStates states, Caller caller) {
		this.codec = codec;
		this.states = states;
		this.caller = caller;
	}

	@Override
	public WireCodec codec() {
		return this.codec;
	}

	@Override
	public CallContext context(ClientCall call) {
		RequestMeta meta = call.meta();
		Map<String, JsonNode> answers = new HashMap<>();
		if (call.request() instanceof ClientRequest.Askable request) {
			if (meta.requestState() != null) {
				answers.putAll(this.states.open(request, this.caller, meta.requestState()));
			}
			answers.putAll(meta.inputResponses());
		}
		return new CallContext(this.caller, meta.client(), answers, false);
	}

	@Override
	public @Nullable LogLevel logLevel(ClientCall call) {
		return call.meta().logLevel();
	}

	@Override
	public Flux<ServerMessage> ask(InputRequiredException question, Exchange exchange, CallContext context,
			Function<CallContext, Flux<ServerMessage>> again) {
		return Flux.defer(() -> {
			if (!(exchange.call().request() instanceof ClientRequest.Askable request)) {
				return Flux.just(exchange.failure(question));
			}
			String state = this.states.seal(request, this.caller, context.answers());
			return Flux.just(exchange.result(this.codec.inputRequiredResult(question.requests(), state)));
		});
	}

	@Override
	public Mono<byte[]> handle(ClientRequest.SessionRequest request) {
		return Mono.error(new IllegalStateException("The modern era has no sessions"));
	}

}
