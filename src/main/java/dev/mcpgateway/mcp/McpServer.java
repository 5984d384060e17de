package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.McpRequestObserver.Outcome;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.WireCodec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The MCP server over the registry, for any transport: requests in, messages out. The
 * messages of a request are some notifications and questions, then its one response; they
 * end without a response only when the request was cancelled. Expected failures and bugs
 * are responses too, so the messages never fail.
 */
public final class McpServer {

	private final Map<Revision, WireCodec> codecs;

	private final McpMethods methods;

	private final SessionSupport sessions;

	private final Batches batches;

	private final McpRequestObserver observer;

	McpServer(Map<Revision, WireCodec> codecs, McpMethods methods, SessionSupport sessions, Batches batches,
			McpRequestObserver observer) {
		this.codecs = new EnumMap<>(codecs);
		this.methods = methods;
		this.sessions = sessions;
		this.batches = batches;
		this.observer = observer;
	}

	/**
	 * Understands a request of the modern era.
	 * @throws JsonRpcException when it cannot
	 */
	public ClientCall decode(JsonRpcMessage.Request request) {
		return codec(Revision.V2026_07_28).decode(request);
	}

	/** Handles a request of the modern era. Cancelling the messages cancels the work. */
	public Flux<ServerMessage> handle(RequestId id, ClientCall call, Caller caller) {
		ClientLink link = new StatelessLink(codec(Revision.V2026_07_28), this.sessions.states(), caller);
		return handle(new Exchange(id, call, link));
	}

	/** Handles a request of a session. */
	public Flux<ServerMessage> handle(JsonRpcMessage.Request request, Session session) {
		return Flux.defer(() -> {
			ClientCall call = session.codec().decode(request);
			return session.run(request.id(), handle(new Exchange(request.id(), call, session)));
		}).onErrorResume((failure) -> Mono.just(failed(request.id(), failure)));
	}

	/**
	 * Handles several messages of a session at once.
	 * @return the responses as they are ready; fails when as many batches run as may
	 * @throws JsonRpcException when the session's revision has no batches, or the batch
	 * has too many messages
	 */
	public Flux<byte[]> handle(List<JsonNode> batch, Session session) {
		if (!session.revision().hasBatches()) {
			throw new JsonRpcException(JsonRpcError.INVALID_REQUEST,
					"Revision %s has no batches: send one message at a time.".formatted(session.revision().wireName()));
		}
		return this.batches.handle(batch, session, this);
	}

	/**
	 * Puts the responses to a batch into one message.
	 * @return an array of them; nothing when there is none
	 */
	public static Mono<byte[]> array(Flux<byte[]> responses) {
		return Batches.array(responses);
	}

	private static ServerMessage failed(RequestId id, Throwable failure) {
		var error = ErrorTranslator.error(failure, null);
		return ServerMessage.error(JsonRpcWriter.error(id, error), error.code());
	}

	private Flux<ServerMessage> handle(Exchange exchange) {
		Flux<ServerMessage> messages = switch (exchange.call().request()) {
			case ClientRequest.CallTool call -> this.methods.tools().call(call, exchange);
			case ClientRequest.ListFeatures list -> answer(exchange, (codec) -> this.methods.lists().page(list, codec));
			case ClientRequest.ReadResource read -> this.methods.features().readResource(read, exchange);
			case ClientRequest.GetPrompt get -> this.methods.features().getPrompt(get, exchange);
			case ClientRequest.CompletePrompt complete -> this.methods.features().completePrompt(complete, exchange);
			case ClientRequest.CompleteResource complete ->
				this.methods.features().completeResource(complete, exchange);
			case ClientRequest.Discover discover -> answer(exchange, WireCodec::identity);
			case ClientRequest.Listen listen -> this.methods.subscriptions().listen(listen, exchange);
			case ClientRequest.SessionRequest request -> exchange.link().handle(request).map(exchange::result).flux();
			case ClientRequest.GetTask get -> this.methods.tasks().get(get, exchange);
			case ClientRequest.UpdateTask update -> this.methods.tasks().update(update, exchange);
			case ClientRequest.CancelTask cancel -> this.methods.tasks().cancel(cancel, exchange);
		};
		return observed(messages.onErrorResume((failure) -> Mono.just(exchange.failure(failure))), exchange);
	}

	private Flux<ServerMessage> observed(Flux<ServerMessage> messages, Exchange exchange) {
		return Flux.defer(() -> {
			long start = System.nanoTime();
			AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.CANCELLED);
			return messages.doOnNext((message) -> {
				if (message.kind() == ServerMessage.Kind.RESPONSE) {
					outcome.set((message.errorCode() == 0) ? Outcome.RESULT : Outcome.ERROR);
				}
			})
				.doFinally((signal) -> this.observer.ended(exchange.call().method(), exchange.codec().revision(),
						outcome.get(), Duration.ofNanos(System.nanoTime() - start)));
		});
	}

	private static Flux<ServerMessage> answer(Exchange exchange, Function<WireCodec, byte[]> work) {
		return Mono.<ServerMessage>fromCallable(() -> exchange.result(work.apply(exchange.codec()))).flux();
	}

	/**
	 * Opens a session: the newest revision that both speak, the client's own if possible
	 * (2025-11-25, Version Negotiation).
	 * @throws JsonRpcException when the request cannot be understood
	 */
	public Initialized initialize(JsonRpcMessage.Request request, Caller caller) {
		WireCodec newest = codec(Revision.newestLegacy());
		if (!(newest.decode(request).request() instanceof ClientRequest.Initialize asked)) {
			throw new IllegalArgumentException("No initialize request");
		}
		WireCodec codec = Revision.of(asked.protocolVersion())
			.filter((revision) -> revision.era() == Revision.Era.LEGACY)
			.map(this::codec)
			.orElse(newest);
		Session session = this.sessions.open(caller, codec, asked.capabilities());
		return new Initialized(session, ServerMessage.result(JsonRpcWriter.result(request.id(), codec.identity())));
	}

	/** The session of an id, if there is one of this caller. */
	public Optional<Session> session(String id, Caller caller) {
		return this.sessions.all().find(id, caller);
	}

	/** Ends a session, with all that runs in it. */
	public void end(Session session) {
		this.sessions.all().end(session);
	}

	/** What a session is told outside its requests. Ends with the session. */
	public Flux<ServerMessage> notifications(Session session) {
		return this.methods.subscriptions().of(session);
	}

	/**
	 * What a session is told when changes may have been lost, so that its client reads
	 * everything again.
	 */
	public List<ServerMessage> resync(Session session) {
		return Subscriptions.resync(session);
	}

	/** How many sessions are open. */
	public int sessions() {
		return this.sessions.all().size();
	}

	/** How many {@code subscriptions/listen} streams are open. */
	public int listeners() {
		return this.methods.subscriptions().listeners();
	}

	/** Completes when the gateway stops and open streams are to end. */
	public Mono<Void> stopping() {
		return this.methods.subscriptions().stopping();
	}

	private WireCodec codec(Revision revision) {
		WireCodec codec = this.codecs.get(revision);
		if (codec == null) {
			throw new IllegalArgumentException("No codec for " + revision);
		}
		return codec;
	}

	/**
	 * A session and what the client is told of it.
	 *
	 * @param session the session
	 * @param response the response to {@code initialize}
	 */
	public record Initialized(Session session, ServerMessage response) {
	}

}
