package dev.mcpgateway.mcp;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.registry.CatalogChange.Kind;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.wire.Notifications;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Brings each change of a list or a resource to those who want it, and to nobody else:
 * one subscription to the feeds for the whole process, and an index of listeners by URI,
 * so that a change costs as much as it has listeners.
 */
final class ChangeHub {

	private static final Logger logger = LoggerFactory.getLogger(ChangeHub.class);

	private static final java.time.Duration RETRY_AFTER = java.time.Duration.ofSeconds(10);

	/**
	 * What a URI costs beside its characters: its entries in the index and the listener.
	 */
	private static final int OVERHEAD = 256;

	private final FeatureRegistry registry;

	private final ResourceUpdates updates;

	private final long maxSize;

	/** Bytes of the URIs of all listeners. */
	private final AtomicLong size = new AtomicLong();

	private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

	private final Map<String, Set<Listener>> byUri = new ConcurrentHashMap<>();

	private @Nullable Disposable feeds;

	/**
	 * Creates a hub without listeners.
	 * @param maxSize how many bytes the URIs of all listeners may have
	 */
	ChangeHub(FeatureRegistry registry, ResourceUpdates updates, long maxSize) {
		this.registry = registry;
		this.updates = updates;
		this.maxSize = maxSize;
	}

	/**
	 * Adds a listener, which hears what changes from now on.
	 * @param kinds the lists of which it wants to hear
	 * @param subscription names it in what it hears, where the revision has that
	 * @param reader takes what it hears, one message at a time; returns at once
	 */
	Listener listen(Set<Kind> kinds, @Nullable RequestId subscription, Consumer<ServerMessage> reader) {
		Listener listener = new Listener(Set.copyOf(kinds), subscription, reader);
		this.listeners.add(listener);
		connect();
		return listener;
	}

	private synchronized void connect() {
		if (this.feeds == null) {
			Flux<Runnable> lists = this.registry.changes()
				.onBackpressureBuffer()
				.publishOn(Schedulers.parallel())
				.flatMapIterable((change) -> change.kinds().stream().sorted().toList())
				.map((kind) -> () -> changed(kind));
			Flux<Runnable> resources = this.updates.updates().map((update) -> () -> changed(update));
			// The process's own, for as long as it runs; merged, so that a listener is
			// called by one thread at a time.
			this.feeds = Flux.merge(lists, resources)
				.subscribe(Runnable::run,
						(failure) -> logger.error("The change feed ended; clients are not notified any more", failure));
		}
	}

	private void changed(Kind kind) {
		ServerMessage shared = listChanged(kind, null);
		this.listeners.forEach((each) -> {
			if (each.kinds.contains(kind)) {
				each.hear((each.subscription != null) ? listChanged(kind, each.subscription) : shared);
			}
		});
	}

	private void changed(Update update) {
		switch (update) {
			case ResourceUpdates.Updated(var uri) -> {
				ServerMessage shared = updated(uri, null);
				this.byUri.getOrDefault(uri, Set.of())
					.forEach((each) -> each
						.hear((each.subscription != null) ? updated(uri, each.subscription) : shared));
			}
			// Any of them may have changed: the client reads them again.
			case ResourceUpdates.Missed missed -> this.listeners.forEach(Listener::hearOfEveryResource);
		}
	}

	static ServerMessage listChanged(Kind kind, @Nullable RequestId subscription) {
		return ServerMessage.notification(Notifications.listChanged(switch (kind) {
			case TOOLS -> "tools";
			case RESOURCES -> "resources";
			case PROMPTS -> "prompts";
		}, subscription));
	}

	private static ServerMessage updated(String uri, @Nullable RequestId subscription) {
		return ServerMessage.notification(Notifications.resourceUpdated(uri, subscription));
	}

	private void reserve(String uri) {
		if (this.size.addAndGet(cost(uri)) > this.maxSize) {
			release(uri);
			throw new OverloadedException("Clients subscribe to as many resources as they may; try again later.",
					RETRY_AFTER);
		}
	}

	private void release(String uri) {
		this.size.addAndGet(-cost(uri));
	}

	/** A character may take two bytes. */
	private static long cost(String uri) {
		return 2L * uri.length() + OVERHEAD;
	}

	/**
	 * Hears of lists and of the resources that were added.
	 */
	final class Listener implements Disposable {

		private final Set<Kind> kinds;

		private final @Nullable RequestId subscription;

		private final Consumer<ServerMessage> reader;

		private @Nullable Set<String> uris;

		private boolean disposed;

		private Listener(Set<Kind> kinds, @Nullable RequestId subscription, Consumer<ServerMessage> reader) {
			this.kinds = kinds;
			this.subscription = subscription;
			this.reader = reader;
		}

		/**
		 * Adds a resource.
		 * @throws OverloadedException when there is no room for one more
		 */
		synchronized void add(String uri) {
			Set<String> known = (this.uris != null) ? this.uris : new HashSet<>(2);
			if (this.disposed || known.contains(uri)) {
				return;
			}
			reserve(uri);
			known.add(uri);
			this.uris = known;
			ChangeHub.this.byUri.compute(uri, (key, interested) -> {
				Set<Listener> all = (interested != null) ? interested : ConcurrentHashMap.newKeySet(1);
				all.add(this);
				return all;
			});
		}

		synchronized void remove(String uri) {
			if (this.uris != null && this.uris.remove(uri)) {
				forget(uri);
			}
		}

		private void forget(String uri) {
			release(uri);
			ChangeHub.this.byUri.computeIfPresent(uri, (key, interested) -> {
				interested.remove(this);
				return interested.isEmpty() ? null : interested;
			});
		}

		/** The resources of which it hears. */
		synchronized Set<String> uris() {
			return (this.uris != null) ? Set.copyOf(this.uris) : Set.of();
		}

		private void hearOfEveryResource() {
			uris().forEach((uri) -> hear(updated(uri, this.subscription)));
		}

		private void hear(ServerMessage message) {
			try {
				this.reader.accept(message);
			}
			catch (RuntimeException ex) {
				// One listener's trouble is not the others'.
				logger.error("A client cannot be told of changes", ex);
			}
		}

		@Override
		public synchronized void dispose() {
			this.disposed = true;
			ChangeHub.this.listeners.remove(this);
			if (this.uris != null) {
				this.uris.forEach(this::forget);
				this.uris = null;
			}
		}

	}

}
