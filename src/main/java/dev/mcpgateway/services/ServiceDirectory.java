package dev.mcpgateway.services;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcpgateway.failure.DeadlineExceededException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * The register of services. Remembers what was read, for as long as the store tells of
 * changes: what another replica changes is forgotten here at once. While the store does
 * not tell, every read goes to it.
 */
final class ServiceDirectory implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ServiceDirectory.class);

	private static final int REMEMBERED = 1_000;

	/**
	 * For what the store cannot tell of, such as a table that an operator truncates.
	 */
	private static final Duration LONGEST_MEMORY = Duration.ofMinutes(1);

	/** What {@link Mono#cache} understands as for ever. */
	private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

	private final ServiceStore store;

	private final ServicesProperties properties;

	/**
	 * Reads, done or on their way; null while the store does not tell of changes. A new
	 * one each time it tells again, so that a read which began before, when a change
	 * could be missed, ends up in one that nobody asks any more.
	 */
	private volatile @Nullable Cache<ServiceId, Mono<RegisteredService>> reads;

	private volatile @Nullable Disposable changes;

	ServiceDirectory(ServiceStore store, ServicesProperties properties) {
		this.store = store;
		this.properties = properties;
	}

	/** The service of an id; empty when there is none. */
	Mono<RegisteredService> find(ServiceId id) {
		return Mono.defer(() -> {
			Cache<ServiceId, Mono<RegisteredService>> current = this.reads;
			return (current != null) ? current.get(id, this::remembered) : read(id);
		});
	}

	/**
	 * A read that is shared by all who ask for it. A failure and an absence are shared
	 * with those who wait for them, and not remembered.
	 */
	private Mono<RegisteredService> remembered(ServiceId id) {
		return read(id).cache((found) -> FOR_EVER, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	private Mono<RegisteredService> read(ServiceId id) {
		return inTime(this.store.find(id));
	}

	/** Services in the order of their ids, after one. */
	Mono<ServicePage> page(String after, int limit) {
		return inTime(this.store.page(after, limit));
	}

	/** Adds or replaces a service. */
	Mono<Registration> register(ServiceId id, String info) {
		return inTime(this.store.register(id, info, this.properties.maxServices())).doOnNext((registration) -> {
			switch (registration) {
				case Registration.Added added -> logger.info("Service {} registered", id);
				case Registration.Replaced replaced -> logger.info("Service {} replaced", id);
				case Registration.Full full ->
					logger.warn("Service {} not registered: {} are", id, this.properties.maxServices());
			}
			// Who registers must see it in the next read, before the store has told of
			// it.
			forget(id);
		});
	}

	/** Removes a service; tells whether there was one. */
	Mono<Boolean> remove(ServiceId id) {
		return inTime(this.store.remove(id)).doOnNext((removed) -> {
			if (removed) {
				logger.info("Service {} removed", id);
			}
			forget(id);
		});
	}

	private <T> Mono<T> inTime(Mono<T> operation) {
		Duration limit = this.properties.timeout();
		return operation.timeout(limit)
			.onErrorMap(TimeoutException.class,
					(late) -> new DeadlineExceededException("The register of services did not answer", limit, late));
	}

	/**
	 * Also a read that is on its way is forgotten: it may have seen what was before.
	 */
	private void forget(ServiceId id) {
		Cache<ServiceId, Mono<RegisteredService>> current = this.reads;
		if (current != null) {
			current.invalidate(id);
		}
	}

	private void follow(ServiceChange change) {
		switch (change) {
			case ServiceChange.Live live ->
				this.reads = Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(LONGEST_MEMORY).build();
			case ServiceChange.Changed(var id) -> forget(id);
			case ServiceChange.Lost lost -> this.reads = null;
		}
	}

	@Override
	public void start() {
		// A subscription of the process's own, ended by stop(). Nothing waits for it: an
		// absent store must not keep the gateway from starting.
		this.changes = this.store.changes()
			.subscribe(this::follow, (failure) -> logger.error("No changes of services come any more", failure));
	}

	@Override
	public void stop() {
		Disposable following = this.changes;
		this.changes = null;
		if (following != null) {
			following.dispose();
		}
		this.reads = null;
	}

	@Override
	public boolean isRunning() {
		return this.changes != null;
	}

	/** As the registry of features: open before the web server is, closed after it. */
	@Override
	public int getPhase() {
		return 0;
	}

}
