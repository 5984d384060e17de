package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.ServerMessage.Kind;
import dev.mcpgateway.mcp.Session;
import dev.mcpgateway.streamablehttp.replay.ReplayBuffer;
import dev.mcpgateway.streamablehttp.replay.ReplayReader;
import dev.mcpgateway.streamablehttp.replay.ServerEvent;
import dev.mcpgateway.web.CoalescingWriter;
import dev.mcpgateway.web.KeepAlive;
import dev.mcpgateway.web.LineFormat;
import dev.mcpgateway.web.UnreadBytes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Decides how the messages of a request are written: one that comes alone and soon as
 * JSON, which costs a third, everything else as a stream of events (ADR 13).
 */
final class ResponseMode {

	/** Nothing has come for so long that the stream is opened. */
	private static final ServerMessage LATE = ServerMessage.marker();

	/** There are no more messages. */
	private static final ServerMessage END = ServerMessage.marker();

	private static final int UNAVAILABLE = 503;

	private final StreamableHttpProperties properties;

	private final StreamUsage usage;

	private final UnreadBytes unread;

	private final KeepAlive keepAlive;

	ResponseMode(StreamableHttpProperties properties, StreamUsage usage, UnreadBytes unread) {
		this.properties = properties;
		this.usage = usage;
		this.unread = unread;
		this.keepAlive = new KeepAlive(properties.keepAlive(), Schedulers.parallel());
	}

	/**
	 * A response that ends with its client: leaving cancels the messages.
	 * @param messages subscribed when the response is written
	 * @param status the HTTP status of a response that comes alone
	 */
	HttpAnswer bound(RequestId id, Flux<ServerMessage> messages, Accepted accepted,
			ToIntFunction<ServerMessage> status) {
		if (!accepted.events()) {
			return HttpAnswer.of((output) -> alone(id, ServerMessage.conclusion(messages), status, output));
		}
		if (!accepted.json()) {
			return HttpAnswer.of((output) -> events(messages, output));
		}
		return HttpAnswer.of((output) -> whatFits(id, messages, status, output));
	}

	/** What comes first decides; a response that is there at once costs no timer. */
	private Mono<Void> whatFits(RequestId id, Flux<ServerMessage> messages, ToIntFunction<ServerMessage> status,
			ResponseOutput output) {
		AtomicBoolean decided = new AtomicBoolean();
		Mono<ServerMessage> late = Mono
			.defer(() -> decided.get() ? Mono.empty() : Mono.delay(this.properties.streamAfter()).map((tick) -> LATE));
		Flux<ServerMessage> all = Flux.merge(1, messages.concatWithValues(END), late)
			.takeUntil((message) -> message == END);
		return all.<Void>switchOnFirst((first, rest) -> {
			decided.set(true);
			ServerMessage message = first.get();
			if (message != null && message.kind() == Kind.RESPONSE) {
				return whole(id, message, status, output);
			}
			return events(rest.filter((each) -> each != LATE && each != END), output);
		}).then();
	}

	private Mono<Void> events(Flux<ServerMessage> messages, ResponseOutput output) {
		return stream(messages, ServerEvent.MESSAGES, output);
	}

	private <T> Mono<Void> stream(Flux<T> events, LineFormat<T> format, ResponseOutput output) {
		Flux<Mono<ByteBuffer>> pieces = CoalescingWriter.pieces(events, format, this.keepAlive)
			.map((piece) -> piece.doOnNext((bytes) -> {
				if (!this.unread.hasRoom(bytes.remaining())) {
					throw new IllegalStateException("Too much is unread; a stream breaks off");
				}
			}));
		return this.usage.counted(output.events(pieces));
	}

	/** A response that is there already. */
	HttpAnswer response(ServerMessage response, Accepted accepted) {
		return accepted.json() ? HttpAnswer.json(200, response.json())
				: HttpAnswer.of((output) -> events(Flux.just(response), output));
	}

	/**
	 * A response whose request goes on without its client, which may come back for what
	 * it missed. A client that takes no events cannot; its request goes on all the same.
	 * @param messages subscribed when the response is written
	 * @param buffer where they are kept once they are a stream
	 */
	HttpAnswer kept(RequestId id, Flux<ServerMessage> messages, Accepted accepted, Session session,
			Supplier<ReplayBuffer> buffer) {
		if (!accepted.events()) {
			return HttpAnswer
				.of((output) -> alone(id, ServerMessage.conclusion(messages).cache(), (message) -> 200, output));
		}
		return HttpAnswer.of((output) -> Mono.deferContextual((context) -> {
			ReplayBuffer started = buffer.get();
			if (!accepted.json()) {
				started.open();
			}
			// Ends with its session, not with this connection.
			messages.contextWrite(context).subscribe(started);
			Optional<ServerMessage> response = started.alone();
			return response.isPresent() ? whole(id, response.get(), (message) -> 200, output)
					: started.decided(this.properties.streamAfter())
						.flatMap((kept) -> started.alone()
							.map((alone) -> whole(id, alone, (message) -> 200, output))
							.orElseGet(() -> replay(session, started.read(0), output)));
		}));
	}

	/** Writes what a reader reads, and lets go of what was delivered. */
	Mono<Void> replay(Session session, ReplayReader reader, ResponseOutput output) {
		return replay(session, reader.events(), reader, output);
	}

	/**
	 * Writes what a reader reads as a part of other events.
	 * @param events all events
	 */
	Mono<Void> replay(Session session, Flux<ServerEvent> events, ReplayReader reader, ResponseOutput output) {
		return stream(session.inUse(events), ServerEvent.FORMAT, output).doOnSuccess((nothing) -> reader.delivered());
	}

	/**
	 * The responses to a batch: one array, or one event each for a client that takes
	 * nothing else. Nothing to respond is status 202.
	 */
	HttpAnswer batch(Flux<byte[]> responses, Accepted accepted) {
		return HttpAnswer.of((output) -> (accepted.json() ? array(responses, output) : responses
			.map(ServerMessage::response)
			.<Void>switchOnFirst(
					(first, all) -> first.hasValue() ? events(all, output) : all.then(output.whole(202, new byte[0])))
			.then())
			.onErrorResume(OverloadedException.class, (refused) -> Answers.overloaded(null, refused).writeTo(output)));
	}

	private Mono<Void> array(Flux<byte[]> responses, ResponseOutput output) {
		return McpServer.array(responses)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((array) -> array.map((json) -> whole(null, 200, json, output))
				.orElseGet(() -> output.whole(202, new byte[0])));
	}

	private Mono<Void> alone(RequestId id, Mono<ServerMessage> conclusion, ToIntFunction<ServerMessage> status,
			ResponseOutput output) {
		return conclusion.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((message) -> message.filter((each) -> each.kind() == Kind.RESPONSE)
				.map((response) -> whole(id, response, status, output))
				.orElseGet(() -> unanswerable(id).writeTo(output)));
	}

	private Mono<Void> whole(RequestId id, ServerMessage response, ToIntFunction<ServerMessage> status,
			ResponseOutput output) {
		return whole(id, status.applyAsInt(response), response.json(), output);
	}

	/** One body. */
	Mono<Void> whole(@Nullable RequestId id, int status, byte[] json, ResponseOutput output) {
		if (this.unread.hasRoom(json.length)) {
			return output.whole(status, json);
		}
		output.header("Retry-After", "1");
		return output.whole(UNAVAILABLE, JsonRpcWriter.error(id, JsonRpcError.of(JsonRpcError.INTERNAL_ERROR,
				"Too many large responses wait to be read; try again later.")));
	}

	/** It was cancelled, or asks, which a client that takes no events cannot hear. */
	private static HttpAnswer unanswerable(RequestId id) {
		return Answers.refusal(406, id, JsonRpcError.of(JsonRpcError.INVALID_REQUEST,
				"The request has no answer in one message; accept text/event-stream."));
	}

}
