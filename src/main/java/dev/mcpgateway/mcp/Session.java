package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

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
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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

	private final Limits limits;

	private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();

	private final Map<RequestId, Sinks.Empty<Void>> running = new ConcurrentHashMap<>();

	private final Map<RequestId, Sinks.One<JsonNode>> questions = new ConcurrentHashMap<>();

	private final AtomicLong lastQuestion = new AtomicLong();

	private final AtomicInteger openStreams = new AtomicInteger();

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private volatile long lastUsed = System.nanoTime();

	/** What a client hears that has not set a level (logging, Log Levels: our choice). */
	private volatile LogLevel logLevel = LogLevel.INFO;

	Session(String id, Caller caller, WireCodec codec, Set<ClientCapability> client, Limits limits) {
		this.id = id;
		this.caller = caller;
		this.codec = codec;
		this.client = Set.copyOf(client);
		this.limits = limits;
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

	Set<String> subscriptions() {
		return this.subscriptions;
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
				case ClientRequest.Unsubscribe(var uri) -> this.subscriptions.remove(uri);
			}
			return this.codec.emptyResult();
		});
	}

	private void subscribe(String uri) {
		if (!this.limits.exists().apply(uri)) {
			throw new JsonRpcException(this.codec.resourceNotFound(uri, "Unknown resource: " + uri));
		}
		if (this.subscriptions.size() >= this.limits.maxSubscriptions()) {
			throw new JsonRpcException(JsonRpcError.INVALID_PARAMS,
					"A session may subscribe to %d resources.".formatted(this.limits.maxSubscriptions()));
		}
		this.subscriptions.add(uri);
	}

	/** Lets a request run until it ends or is cancelled; then it ends without a word. */
	Flux<ServerMessage> run(RequestId request, Flux<ServerMessage> messages) {
		return Flux.defer(() -> {
			Sinks.Empty<Void> cancelled = Sinks.empty();
			if (this.running.size() >= this.limits.maxRunning()) {
				return Flux.error(new JsonRpcException(JsonRpcError.INVALID_REQUEST,
						"%d requests of this session are running, which is the limit.".formatted(this.running.size())));
			}
			if (this.running.putIfAbsent(request, cancelled) != null) {
				return Flux.error(
						new JsonRpcException(JsonRpcError.INVALID_REQUEST, "A request of this id is still running."));
			}
			return messages.takeUntilOther(Mono.firstWithSignal(cancelled.asMono(), this.ended.asMono()))
				.doFinally((signal) -> {
					this.running.remove(request, cancelled);
					// Whoever was cut off has the whole idle time to come back for the
					// answer.
					touch();
				});
		});
	}

	/** Takes what the client tells. What makes no sense is ignored. */
	public void accept(JsonRpcMessage.Notification notification) {
		touch();
		if ("notifications/cancelled".equals(notification.method())) {
			RequestId.of(notification.params().get("requestId"))
				.map(this.running::get)
				.ifPresent(Sinks.Empty::tryEmitEmpty);
		}
	}

	/**
	 * Takes the client's answer to a question. One to nothing that was asked is ignored.
	 */
	public void accept(JsonRpcMessage.Response response) {
		touch();
		Sinks.One<JsonNode> question = Optional.ofNullable(response.id()).map(this.questions::get).orElse(null);
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
				.doFinally((signal) -> ids.values().forEach(this.questions::remove));
		});
	}

	private static ServerMessage refused(Throwable failure, Exchange exchange) {
		return (exchange.call().request() instanceof ClientRequest.CallTool) ? ErrorTranslator.toolResult(failure)
			.map((result) -> exchange.result(exchange.codec().callToolResult(result)))
			.orElseGet(() -> exchange.failure(failure)) : exchange.failure(failure);
	}

	private RequestId open() {
		RequestId question = RequestId.of(this.lastQuestion.incrementAndGet());
		this.questions.put(question, Sinks.one());
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
		Sinks.One<JsonNode> answer = this.questions.get(question);
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
		this.lastUsed = System.nanoTime();
	}

	/** Says that a stream is open, so that the session is not idle, until it ends. */
	public <T> Flux<T> inUse(Flux<T> stream) {
		return Flux.defer(() -> {
			this.openStreams.incrementAndGet();
			return stream.doFinally((signal) -> {
				touch();
				this.openStreams.decrementAndGet();
			});
		});
	}

	/** How long nothing has been heard of the client. */
	Duration idleTime() {
		boolean busy = this.openStreams.get() > 0 || !this.running.isEmpty();
		return busy ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - this.lastUsed);
	}

	/** Completes when the session has ended. */
	public Mono<Void> ended() {
		return this.ended.asMono();
	}

	void end() {
		this.ended.tryEmitEmpty();
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
