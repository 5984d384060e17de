package dev.mcpgateway.source;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the trouble of one source from becoming everybody's: bounds how many work with it
 * at once, and how many wait for that, each use by itself. Streams cannot take the places
 * of short calls, and whatever becomes of the source, no more of the process's calls are
 * held by it than there are places and places to wait.
 */
public final class Bulkhead {

	private final String source;

	private final Map<Use, Share> shares = new EnumMap<>(Use.class);

	private final Map<Use, ReaderWatch> watches = new EnumMap<>(Use.class);

	/**
	 * Creates a bulkhead.
	 * @param source the source's name, which comes from configuration
	 * @param places how its connections are divided
	 */
	public Bulkhead(String source, Shares places, BulkheadProperties bounds) {
		this(source, places, bounds, Ticker.system());
	}

	Bulkhead(String source, Shares places, BulkheadProperties bounds, Ticker ticker) {
		this.source = source;
		Duration wait = bounds.maxWait();
		int waiting = bounds.maxWaiting();
		int streams = bounds.maxWaitingStreams();
		Share calls = new Share(name("calls", places), places.calls(), waiting, wait, ticker);
		this.shares.put(Use.CALL, calls);
		this.shares.put(Use.STREAM,
				places.divided() ? new Share(name("streams", places), places.streams(), streams, wait, ticker) : calls);
		this.watches.put(Use.STREAM, new ReaderWatch(source, bounds, ticker));
		if (places.state() > 0) {
			this.shares.put(Use.STATE,
					places.divided() ? new Share(name("state", places), places.state(), waiting, wait, ticker) : calls);
		}
		if (places.lists() > 0) {
			this.shares.put(Use.LIST, new Share("lists of " + source, places.lists(), streams, wait, ticker));
			this.watches.put(Use.LIST, new ReaderWatch(source, bounds, ticker));
		}
	}

	private String name(String use, Shares places) {
		return places.divided() ? "%s of %s".formatted(use, this.source) : this.source;
	}

	/** The source's name. */
	public String source() {
		return this.source;
	}

	/**
	 * Takes a place. Who subscribes asks for it at once and must leave it, also after it
	 * cancelled: as the resource of a {@code usingWhen}.
	 * @return the place; or, when too many wait or it waited for too long, an
	 * {@link dev.mcpgateway.failure.OverloadedException}
	 */
	public Mono<Place> enter(Use use) {
		return share(use).enter(this.watches.get(use));
	}

	/**
	 * Does work at a place, which is left when the work has ended or was cancelled. For
	 * work that is over with its cancellation.
	 */
	public <T> Flux<T> at(Use use, Supplier<? extends Publisher<T>> work) {
		return Flux.usingWhen(enter(use), (place) -> place.watch(Flux.from(work.get())),
				(place) -> Mono.fromRunnable(place::leave));
	}

	/** What the source is used for. */
	public Set<Use> uses() {
		return Set.copyOf(this.shares.keySet());
	}

	/** How many places a use has. */
	public int places(Use use) {
		return share(use).places();
	}

	/** How many of its places are taken. */
	public int taken(Use use) {
		return share(use).taken();
	}

	/** How many wait for one. */
	public int waiting(Use use) {
		return share(use).waiting();
	}

	/** How many have been refused so far. */
	public long refused(Use use) {
		return share(use).refused();
	}

	/** How many readers of streams and lists have lost their place so far. */
	public long dismissed() {
		return this.watches.values().stream().mapToLong(ReaderWatch::dismissed).sum();
	}

	/** How many calls can be at the source or wait for it at once. */
	public int capacity() {
		return this.shares.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() != Use.STATE)
			.map(Map.Entry::getValue)
			.distinct()
			.mapToInt((share) -> share.places() + share.maxWaiting())
			.sum();
	}

	private Share share(Use use) {
		Share share = this.shares.get(use);
		if (share == null) {
			throw new IllegalArgumentException(
					"%s has no places for %s".formatted(this.source, use.name().toLowerCase(Locale.ROOT)));
		}
		return share;
	}

}
