package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.registry.CatalogChange.Kind;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway remembers of a client of the older era: what its handshake said, what
 * it wants to be told, what of its runs, and what it has been asked (2025-11-25,
 * lifecycle).
 */
public final class Session implements ClientLink {

	private final String id;

	private final Caller caller;

	private final WireCodec codec;

	private final Set<ClientCapability> client;

	private final Surroundings surroundings;

	private final Limits limits;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private final AtomicInteger openStreams = new AtomicInteger();

	/** Made with the first request; few sessions that are abandoned have any. */
	private volatile @Nullable Map<RequestId, Sinks.Empty<Void>> running;

	private volatile @Nullable Map<RequestId, Sinks.One<JsonNode>> questions;

	private long lastQuestion;

	private ChangeHub.@Nullable Listener listener;

	private volatile @Nullable FluxSink<ServerMessage> changes;

	private @Nullable Disposable transport;

	private boolean over;

	/** Something has been asked in it, or a stream opened. */
	private volatile boolean worked;

	private volatile long lastUsed;

	/** What a client hears that has not set a level (logging, Log Levels: our choice). */
	private volatile LogLevel logLevel = LogLevel.INFO;

	Session(String id, Caller caller, WireCodec codec, Set<ClientCapability> client, Surroundings surroundings) {
		this.id = id;
		this.caller = caller;
		this.codec = codec;
		this.client = Set.copyOf(client);
		this.surroundings = surroundings;
		this.limits = surroundings.limits();
		this.lastUsed = surroundings.nanoTime().getAsLong();
	}

	/** Names the session: visible ASCII that cannot be guessed. */
	public String id() {
		return this.id;
	}

	/** The revision that was agreed on. */
	public Revision revision() {
		return this.codec.revision();
	}

	Caller caller() {
		return this.caller;
	}

	@Override
	public WireCodec codec() {
		return this.codec;
	}

	@Override
	public CallContext context(ClientCall call) {
		return new CallContext(this.caller, this.client, Map.of(), false);
	}

	@Override
	public LogLevel logLevel(ClientCall call) {
		return this.logLevel;
	}

	/** The resources of whose changes it wants to hear. */
	synchronized Set<String> subscriptions() {
		return (this.listener != null) ? this.listener.uris() : Set.of();
	}

	@Override
	public Mono<byte[]> handle(ClientRequest.SessionRequest request) {
		return Mono.fromCallable(() -> {
			switch (request) {
				case ClientRequest.Initialize again -> throw new JsonRpcException(JsonRpcError.INVALID_REQUEST,
						"The session is open already; initialize without its id opens another.");
				case ClientRequest.Ping ping -> {
				}
				case ClientRequest.SetLogLevel(var level) -> this.logLevel = level;
				case ClientRequest.Subscribe(var uri) -> subscribe(uri);
				case ClientRequest.Unsubscribe(var uri) -> unsubscribe(uri);
			}
			return this.codec.emptyResult();
		});
	}

	private void subscribe(String uri) {
		if (!this.limits.exists().apply(uri)) {
			throw new JsonRpcException(this.codec.resourceNotFound(uri, "Unknown resource: " + uri));
		}
		synchronized (this) {
			ChangeHub.Listener listening = listener();
			if (listening.uris().size() >= this.limits.maxSubscriptions()) {
				throw new JsonRpcException(JsonRpcError.INVALID_PARAMS,
						"A session may subscribe to %d resources.".formatted(this.limits.maxSubscriptions()));
			}
			listening.add(uri);
		}
	}

	private synchronized void unsubscribe(String uri) {
		if (this.listener != null) {
			this.listener.remove(uri);
		}
	}

	private synchronized ChangeHub.Listener listener() {
		ChangeHub.Listener known = this.listener;
		if (known == null) {
			known = this.surroundings.changes().listen(EnumSet.allOf(Kind.class), null, this::hear);
			this.listener = known;
		}
		if (this.over) {
			known.dispose();
		}
		return known;
	}

	private void hear(ServerMessage change) {
		FluxSink<ServerMessage> open = this.changes;
		if (open != null) {
			open.next(change);
		}
	}

	/**
	 * Changes of lists and of the resources to which it has subscribed, from now on; of
	 * one subscriber at a time, which takes them as they come.
	 */
	Flux<ServerMessage> changes() {
		return Flux.push((sink) -> {
			this.changes = sink;
			listener();
			sink.onDispose(() -> this.changes = null);
		}, FluxSink.OverflowStrategy.ERROR);
	}

	/** Lets a request run until it ends or is cancelled; then it ends without a word. */
	Flux<ServerMessage> run(RequestId request, Flux<ServerMessage> messages) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> cancelled = Sinks.empty();
			Map<RequestId, Sinks.Empty<Void>> requests = running();
			this.worked = true;
			if (requests.size() >= this.limits.maxRunning()) {
				return Flux.error(new JsonRpcException(JsonRpcError.INVALID_REQUEST,
						"%d requests of this session are running, which is the limit.".formatted(requests.size())));
			}
			if (requests.putIfAbsent(request, cancelled) != null) {
				return Flux.error(
						new JsonRpcException(JsonRpcError.INVALID_REQUEST, "A request of this id is still running."));
			}
			return messages.takeUntilOther(Mono.firstWithSignal(cancelled.asMono(), this.ended.asMono()))
				.doFinally((signal) -> {
					requests.remove(request, cancelled);
					// A client that was cut off has the whole idle time to come back.
					touch();
				});
		});
	}

	private Map<RequestId, Sinks.Empty<Void>> running() {
		Map<RequestId, Sinks.Empty<Void>> known = this.running;
		return (known != null) ? known : makeRunning();
	}

	private synchronized Map<RequestId, Sinks.Empty<Void>> makeRunning() {
		Map<RequestId, Sinks.Empty<Void>> known = this.running;
		if (known == null) {
			known = new ConcurrentHashMap<>(4);
			this.running = known;
		}
		return known;
	}

	private synchronized Map<RequestId, Sinks.One<JsonNode>> questions() {
		Map<RequestId, Sinks.One<JsonNode>> known = this.questions;
		if (known == null) {
			known = new ConcurrentHashMap<>(4);
			this.questions = known;
		}
		return known;
	}

	/** Takes what the client tells. What makes no sense is ignored. */
	public void accept(JsonRpcMessage.Notification notification) {
		touch();
		Map<RequestId, Sinks.Empty<Void>> requests = this.running;
		if (requests != null && "notifications/cancelled".equals(notification.method())) {
			RequestId.of(notification.params().get("requestId"))
				.map(requests::get)
				.ifPresent(Sinks.Empty::tryEmitEmpty);
		}
	}

	/**
	 * Takes the client's answer to a question. One to nothing that was asked is ignored.
	 */
	public void accept(JsonRpcMessage.Response response) {
		touch();
		Map<RequestId, Sinks.One<JsonNode>> asked = this.questions;
		RequestId id = response.id();
		Sinks.One<JsonNode> question = (asked != null && id != null) ? asked.get(id) : null;
		if (question == null) {
			return;
		}
		if (response.result() != null) {
			question.tryEmitValue(response.result());
		}
		else {
			String message = (response.error() != null) ? response.error().path("message").asString("") : "";
			question.tryEmitError(new ToolExecutionException(
					"The client did not answer: " + message.substring(0, Math.min(200, message.length()))));
		}
	}

	@Override
	public Flux<ServerMessage> ask(InputRequiredException question, Exchange exchange, CallContext context,
			Function<CallContext, Flux<ServerMessage>> again) {
		return Flux.defer(() -> {
			if (context.answers().size() >= this.limits.maxRounds()) {
				return Flux.error(new ToolExecutionException(
						"The call has asked %d questions, which is the limit.".formatted(context.answers().size())));
			}
			Map<String, RequestId> ids = new LinkedHashMap<>();
			question.requests().keySet().forEach((key) -> ids.put(key, open()));
			Flux<ServerMessage> asked = Flux.fromIterable(ids.entrySet())
				.map((each) -> question(each.getValue(), question.requests().get(each.getKey())));
			Mono<Map<String, JsonNode>> answers = Flux.fromIterable(ids.entrySet())
				.flatMapSequential((each) -> answer(each.getValue()).map((answer) -> Map.entry(each.getKey(), answer)),
						Math.max(1, ids.size()))
				.collectMap(Map.Entry::getKey, Map.Entry::getValue);
			return asked.concatWith(answers.flatMapMany((given) -> again.apply(context.answeredBy(given))))
				.onErrorResume((failure) -> Mono.just(refused(failure, exchange)))
				.doFinally((signal) -> ids.values().forEach(questions()::remove));
		});
	}

	private static ServerMessage refused(Throwable failure, Exchange exchange) {
		return (exchange.call().request() instanceof ClientRequest.CallTool) ? ErrorTranslator.toolResult(failure)
			.map((result) -> exchange.result(exchange.codec().callToolResult(result)))
			.orElseGet(() -> exchange.failure(failure)) : exchange.failure(failure);
	}

	private synchronized RequestId open() {
		RequestId question = RequestId.of(++this.lastQuestion);
		questions().put(question, Sinks.one());
		return question;
	}

	private ServerMessage question(RequestId question, @Nullable InputRequest request) {
		if (request == null) {
			throw new IllegalStateException("Asked nothing");
		}
		WireCodec.ClientQuestion written = this.codec.question(request);
		return ServerMessage.question(JsonRpcWriter.request(question, written.method(), written.params()));
	}

	private Mono<JsonNode> answer(RequestId question) {
		Sinks.One<JsonNode> answer = questions().get(question);
		if (answer == null) {
			return Mono.empty();
		}
		Duration patience = this.limits.patience();
		return answer.asMono()
			.timeout(patience,
					Mono.error(() -> new DeadlineExceededException("The client did not answer", patience, null)));
	}

	/** The session is in use. */
	void touch() {
		this.lastUsed = this.surroundings.nanoTime().getAsLong();
	}

	/** Says that a stream is open, so that the session is not idle, until it ends. */
	public <T> Flux<T> inUse(Flux<T> stream) {
		return Flux.defer(() -> {
			this.worked = true;
			this.openStreams.incrementAndGet();
			return stream.doFinally((signal) -> {
				touch();
				this.openStreams.decrementAndGet();
			});
		});
	}

	/** Whether something of it runs, or a stream is open. */
	boolean isBusy() {
		Map<RequestId, Sinks.Empty<Void>> requests = this.running;
		return this.openStreams.get() > 0 || (requests != null && !requests.isEmpty());
	}

	/** Whether anything was done in it after the handshake. */
	boolean hasWorked() {
		return this.worked;
	}

	/** How long nothing has been heard of the client. */
	Duration idleTime() {
		return isBusy() ? Duration.ZERO : Duration.ofNanos(this.surroundings.nanoTime().getAsLong() - this.lastUsed);
	}

	/** Completes when the session has ended. */
	public Mono<Void> ended() {
		return this.ended.asMono();
	}

	/**
	 * What the transport keeps for the session, made when it is first asked for and
	 * disposed of when the session ends. A session has one transport.
	 */
	public synchronized <T extends Disposable> T transport(Class<T> type, Supplier<T> make) {
		Disposable known = this.transport;
		if (known == null) {
			known = make.get();
			this.transport = known;
		}
		if (this.over) {
			known.dispose();
		}
		return type.cast(known);
	}

	void end() {
		Disposable kept;
		ChangeHub.Listener listening;
		synchronized (this) {
			this.over = true;
			kept = this.transport;
			listening = this.listener;
		}
		this.ended.tryEmitEmpty();
		if (listening != null) {
			listening.dispose();
		}
		if (kept != null) {
			kept.dispose();
		}
	}

	/**
	 * What all sessions share.
	 *
	 * @param limits the bounds of each
	 * @param changes where they hear of changes
	 * @param nanoTime a clock that never goes back, in nanoseconds
	 */
	record Surroundings(Limits limits, ChangeHub changes, LongSupplier nanoTime) {
	}

	/**
	 * Bounds of a session.
	 *
	 * @param maxSubscriptions to how many resources it may subscribe
	 * @param maxRunning how many of its requests may run at once
	 * @param maxRounds how many questions one call may ask
	 * @param patience how long the client may take to answer one
	 * @param exists whether there is a resource of a URI
	 */
	record Limits(int maxSubscriptions, int maxRunning, int maxRounds, Duration patience,
			Function<String, Boolean> exists) {
	}

}
