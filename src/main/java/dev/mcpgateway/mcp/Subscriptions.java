package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.registry.CatalogChange.Kind;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Notifications;
import dev.mcpgateway.wire.SubscriptionFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

import org.springframework.context.SmartLifecycle;

/**
 * Tells clients that lists and resources have changed.
 */
final class Subscriptions implements SmartLifecycle {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	/** How many changes may wait for a client. */
	private static final int MAX_WAITING = 256;

	/** A client does not take what it is told, and loses the stream. */
	private static final ServerMessage OVERFLOW = ServerMessage.marker();

	private final ChangeHub changes;

	private final TaskCalls tasks;

	private final int maxListeners;

	private final AtomicInteger listeners = new AtomicInteger();

	/** Of this run; a gateway that was stopped may start again. */
	private volatile Sinks.Empty<Void> stopping = Sinks.empty();

	private volatile boolean running;

	Subscriptions(ChangeHub changes, TaskCalls tasks, int maxListeners) {
		this.changes = changes;
		this.tasks = tasks;
		this.maxListeners = maxListeners;
	}

	/**
	 * {@code subscriptions/listen}: a stream that the client or the gateway's stop ends.
	 */
	Flux<ServerMessage> listen(ClientRequest.Listen request, Exchange exchange) {
		return Flux.defer(() -> {
			if (this.listeners.incrementAndGet() > this.maxListeners) {
				this.listeners.decrementAndGet();
				return Flux.error(new OverloadedException(
						"%d streams are open, which is the limit; try again later.".formatted(this.maxListeners),
						RETRY_AFTER));
			}
			return this.tasks.watch(request.filter().tasks(), exchange)
				.flatMapMany((tasks) -> stream(request.filter(), tasks, exchange.id()))
				.doFinally((signal) -> this.listeners.decrementAndGet());
		});
	}

	private Flux<ServerMessage> stream(SubscriptionFilter asked, TaskCalls.Watched tasks, RequestId id) {
		SubscriptionFilter filter = new SubscriptionFilter(asked.toolsListChanged(), asked.promptsListChanged(),
				asked.resourcesListChanged(), asked.resources(), tasks.ids());
		Flux<ServerMessage> heard = changes(filter, id);
		Flux<ServerMessage> all = filter.tasks().isEmpty() ? heard
				: Flux.merge(1, heard.concatWithValues(OVERFLOW), tasks.messages())
					.takeUntil((message) -> message == OVERFLOW)
					.filter((message) -> message != OVERFLOW);
		ServerMessage cancelled = ServerMessage.notification(Notifications.cancelled(id));
		ServerMessage end = ServerMessage.result(Notifications.subscriptionEnd(id));
		return all.takeUntilOther(this.stopping.asMono()).concatWith(Flux.just(cancelled, end));
	}

	/**
	 * The first message is the acknowledgment, and nothing that changes after it is
	 * missed: it waits in the queue before the listener is added, and the queue is read
	 * after that. A client that does not take what it is told loses the stream, and knows
	 * by its end that it has to read everything again.
	 */
	private Flux<ServerMessage> changes(SubscriptionFilter filter, RequestId id) {
		return Flux.defer(() -> {
			Sinks.Many<ServerMessage> queue = Sinks.unsafe()
				.many()
				.unicast()
				.onBackpressureBuffer(Queues.<ServerMessage>get(MAX_WAITING).get());
			queue.tryEmitNext(ServerMessage.notification(Notifications.acknowledged(filter, id))).orThrow();
			return Flux.using(() -> listener(filter, id, queue), (listener) -> queue.asFlux(),
					ChangeHub.Listener::dispose);
		});
	}

	private ChangeHub.Listener listener(SubscriptionFilter filter, RequestId id, Sinks.Many<ServerMessage> queue) {
		ChangeHub.Listener listener = this.changes.listen(kinds(filter), id, (message) -> {
			// The hub emits one after the other.
			if (queue.tryEmitNext(message) == Sinks.EmitResult.FAIL_OVERFLOW) {
				queue.tryEmitComplete();
			}
		});
		try {
			filter.resources().forEach(listener::add);
		}
		catch (OverloadedException ex) {
			listener.dispose();
			throw ex;
		}
		return listener;
	}

	private static Set<Kind> kinds(SubscriptionFilter filter) {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		if (filter.toolsListChanged()) {
			kinds.add(Kind.TOOLS);
		}
		if (filter.resourcesListChanged()) {
			kinds.add(Kind.RESOURCES);
		}
		if (filter.promptsListChanged()) {
			kinds.add(Kind.PROMPTS);
		}
		return kinds;
	}

	/** How many of these streams are open. */
	int listeners() {
		return this.listeners.get();
	}

	/**
	 * What a session is told outside its requests: every change of a list, and of the
	 * resources to which it has subscribed. Ends with the session and when the gateway
	 * stops; its subscriber does not hold it back.
	 */
	Flux<ServerMessage> of(Session session) {
		return session.changes().takeUntilOther(Mono.firstWithSignal(session.ended(), this.stopping.asMono()));
	}

	/**
	 * What a session is told when changes may have been lost, so that it reads everything
	 * again.
	 */
	static List<ServerMessage> resync(Session session) {
		List<ServerMessage> messages = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			messages.add(ChangeHub.listChanged(kind, null));
		}
		session.subscriptions()
			.forEach((uri) -> messages.add(ServerMessage.notification(Notifications.resourceUpdated(uri, null))));
		return messages;
	}

	/** Completes when the gateway stops. */
	Mono<Void> stopping() {
		return this.stopping.asMono();
	}

	@Override
	public void start() {
		this.stopping = Sinks.empty();
		this.running = true;
	}

	/** Streams that never end by themselves would hold a graceful stop up. */
	@Override
	public void stop() {
		this.running = false;
		this.stopping.tryEmitEmpty();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server waits for its requests. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
