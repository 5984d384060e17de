package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.registry.CatalogChange.Kind;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.Notifications;
import dev.mcpgateway.wire.SubscriptionFilter;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
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

	private final FeatureRegistry registry;

	private final ResourceUpdates updates;

	private final TaskCalls tasks;

	private final int maxListeners;

	private final AtomicInteger listeners = new AtomicInteger();

	/** Of this run; a gateway that was stopped may start again. */
	private volatile Sinks.Empty<Void> stopping = Sinks.empty();

	private volatile boolean running;

	Subscriptions(FeatureRegistry registry, ResourceUpdates updates, TaskCalls tasks, int maxListeners) {
		this.registry = registry;
		this.updates = updates;
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
		ServerMessage acknowledged = ServerMessage.notification(Notifications.acknowledged(filter, id));
		ServerMessage cancelled = ServerMessage.notification(Notifications.cancelled(id));
		ServerMessage end = ServerMessage.result(Notifications.subscriptionEnd(id));
		Flux<ServerMessage> changes = changes(filter::resources, (kind) -> wants(filter, kind), id);
		return buffered(Flux.merge(changes, tasks.messages()), acknowledged).takeUntilOther(this.stopping.asMono())
			.concatWith(Flux.just(cancelled, end));
	}

	/** How many of these streams are open. */
	int listeners() {
		return this.listeners.get();
	}

	private static boolean wants(SubscriptionFilter filter, Kind kind) {
		return switch (kind) {
			case TOOLS -> filter.toolsListChanged();
			case RESOURCES -> filter.resourcesListChanged();
			case PROMPTS -> filter.promptsListChanged();
		};
	}

	/**
	 * What a session is told outside its requests: every change of a list, and of the
	 * resources to which it has subscribed. Ends when the gateway stops.
	 */
	Flux<ServerMessage> of(Supplier<Set<String>> resources) {
		return changes(resources, (kind) -> true, null).takeUntilOther(this.stopping.asMono());
	}

	/** Completes when the gateway stops. */
	Mono<Void> stopping() {
		return this.stopping.asMono();
	}

	private Flux<ServerMessage> changes(Supplier<Set<String>> resources, Predicate<Kind> wanted,
			@Nullable RequestId subscription) {
		Flux<ServerMessage> lists = this.registry.changes()
			.flatMapIterable((change) -> change.kinds().stream().filter(wanted).sorted().toList())
			.map((kind) -> ServerMessage.notification(Notifications.listChanged(switch (kind) {
				case TOOLS -> "tools";
				case RESOURCES -> "resources";
				case PROMPTS -> "prompts";
			}, subscription)));
		Flux<ServerMessage> updated = this.updates.updates()
			.flatMapIterable((update) -> changed(update, resources.get()))
			.map((uri) -> ServerMessage.notification(Notifications.resourceUpdated(uri, subscription)));
		return Flux.merge(lists, updated);
	}

	/** When word was lost, any of them may have changed: the client reads them anew. */
	private static Set<String> changed(ResourceUpdates.Update update, Set<String> subscribed) {
		return switch (update) {
			case ResourceUpdates.Updated(var uri) -> subscribed.contains(uri) ? Set.of(uri) : Set.of();
			case ResourceUpdates.Missed missed -> Set.copyOf(subscribed);
		};
	}

	/**
	 * The first message must be the acknowledgment, and nothing that changes after it may
	 * be missed: so the changes are subscribed before it goes out. A client that does not
	 * take what it is told loses the stream, and knows by its end that it has to look
	 * anew.
	 */
	private static Flux<ServerMessage> buffered(Flux<ServerMessage> changes, ServerMessage first) {
		Sinks.Many<ServerMessage> queue = Sinks.many()
			.unicast()
			.onBackpressureBuffer(Queues.<ServerMessage>get(256).get());
		queue.tryEmitNext(first);
		// Ends with the reader.
		Disposable source = changes.subscribe((change) -> {
			if (queue.tryEmitNext(change) == Sinks.EmitResult.FAIL_OVERFLOW) {
				queue.tryEmitComplete();
			}
		}, (failure) -> queue.tryEmitComplete());
		return queue.asFlux().doFinally((signal) -> source.dispose());
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
