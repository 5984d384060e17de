package dev.mcpgateway.registry;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.feature.ResourceUpdates.Missed;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/**
 * Hands updates to any number of subscribers, each at its own pace.
 */
final class UpdateTopic {

	/** Of how many resources a subscriber may have yet to be told. */
	static final int MAX_PENDING = 10_000;

	private final Set<Subscriber> subscribers = new CopyOnWriteArraySet<>();

	/** Tells every subscriber; returns at once. */
	void tell(Update update) {
		this.subscribers.forEach((each) -> each.offer(update));
	}

	/** What is told from now on. */
	Flux<Update> updates() {
		return Flux.<Update>create((sink) -> {
			Subscriber subscriber = new Subscriber(sink);
			this.subscribers.add(subscriber);
			sink.onDispose(() -> this.subscribers.remove(subscriber));
			sink.onRequest((count) -> subscriber.drain());
		}, FluxSink.OverflowStrategy.ERROR)
			// Whoever tells does not wait for what a subscriber does with it.
			.publishOn(Schedulers.parallel(), 1);
	}

	/**
	 * What one subscriber has not been told yet: each resource once, and beyond a number
	 * of them only that any may have changed.
	 */
	private static final class Subscriber {

		private final FluxSink<Update> sink;

		private final AtomicInteger work = new AtomicInteger();

		private final Set<String> pending = new LinkedHashSet<>();

		private boolean missed;

		Subscriber(FluxSink<Update> sink) {
			this.sink = sink;
		}

		void offer(Update update) {
			add(update);
			drain();
		}

		private synchronized void add(Update update) {
			if (this.missed) {
				// It is still to be told that any resource may have changed.
				return;
			}
			switch (update) {
				case Updated(String uri) -> this.pending.add(uri);
				case Missed anything -> this.missed = true;
			}
			if (this.missed || this.pending.size() > MAX_PENDING) {
				this.missed = true;
				this.pending.clear();
			}
		}

		private synchronized @Nullable Update next() {
			if (this.missed) {
				this.missed = false;
				return new Missed();
			}
			return this.pending.isEmpty() ? null : new Updated(removeFirst());
		}

		private String removeFirst() {
			var first = this.pending.iterator();
			String uri = first.next();
			first.remove();
			return uri;
		}

		/** Emits what is asked for; of several who come at once, one does it for all. */
		void drain() {
			if (this.work.getAndIncrement() != 0) {
				return;
			}
			int done = 1;
			while (done != 0) {
				boolean more = true;
				while (more && this.sink.requestedFromDownstream() > 0) {
					Update next = next();
					more = next != null;
					if (next != null) {
						this.sink.next(next);
					}
				}
				done = this.work.addAndGet(-done);
			}
		}

	}

}
