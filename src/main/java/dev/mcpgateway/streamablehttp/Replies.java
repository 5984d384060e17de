package dev.mcpgateway.streamablehttp;

import java.util.Optional;
import java.util.function.ToIntFunction;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.mcp.ServerMessage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides how the messages of a request are sent: one that comes alone and soon as JSON,
 * which costs a third, everything else as a stream of events.
 */
final class Replies {

	private final StreamableHttpProperties properties;

	Replies(StreamableHttpProperties properties) {
		this.properties = properties;
	}

	StreamableHttpProperties properties() {
		return this.properties;
	}

	/**
	 * Starts a request.
	 * @param messages its messages
	 * @param stream where they go
	 * @param accepted what the client takes
	 * @param status the HTTP status of a response that comes alone
	 * @return the answer; a stream that is not kept ends when the answer is cancelled
	 */
	Mono<HttpAnswer> start(Flux<ServerMessage> messages, MessageStream stream, Accepted accepted,
			ToIntFunction<ServerMessage> status) {
		return Mono.defer(() -> {
			// Ends with its reader, or with the session.
			messages.subscribe(stream);
			Optional<ServerMessage> response = accepted.json() ? stream.onlyResponse() : Optional.empty();
			if (response.isPresent()) {
				return Mono.just(whole(response.get(), status));
			}
			return accepted.json() ? wait(stream, accepted, status) : Mono.just(events(stream));
		});
	}

	private Mono<HttpAnswer> wait(MessageStream stream, Accepted accepted, ToIntFunction<ServerMessage> status) {
		Mono<MessageStream> first = stream.first();
		Mono<HttpAnswer> decided = accepted.events()
				? first.timeout(this.properties.streamAfter(), Mono.just(stream))
					.map((ready) -> ready.onlyResponse()
						.map((response) -> whole(response, status))
						.orElseGet(() -> events(ready)))
				: stream.response()
					.map((response) -> response.map((there) -> whole(there, status))
						.orElseGet(() -> unanswerable(stream)));
		return decided.doOnCancel(() -> {
			if (!stream.rules().kept()) {
				stream.cancel();
			}
		});
	}

	private static HttpAnswer whole(ServerMessage response, ToIntFunction<ServerMessage> status) {
		return HttpAnswer.json(status.applyAsInt(response), response.json());
	}

	private static HttpAnswer events(MessageStream stream) {
		return HttpAnswer.events(stream.events(0));
	}

	/** It was cancelled, or asks, which a client that takes no events cannot hear. */
	private static HttpAnswer unanswerable(MessageStream stream) {
		stream.cancel();
		return Answers.refusal(406, null, JsonRpcError.of(JsonRpcError.INVALID_REQUEST,
				"The request has no answer in one message; accept text/event-stream."));
	}

}
