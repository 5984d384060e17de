package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.mcpgateway.s3.ObjectStore.Opened;
import dev.mcpgateway.source.Place;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Opens an object at a place, and keeps the place for as long as its bytes hold a
 * connection: until they have ended, were cancelled, or were left alone for too long. Of
 * one request.
 */
final class StreamOpening {

	private enum State {

		/** The store has not answered yet. */
		OPENING,

		/** The bytes wait for their reader. */
		UNCLAIMED,

		/** Somebody reads, or nobody will. */
		CLAIMED

	}

	private final Place place;

	private final Duration unclaimed;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

	/**
	 * Prepares for one request.
	 * @param unclaimed how long the bytes may wait for a reader, as the client knows too
	 */
	StreamOpening(Place place, Duration unclaimed) {
		this.place = place;
		this.unclaimed = unclaimed;
	}

	/** Opens; the bytes are for one reader. */
	Mono<Opened> open(Mono<Opened> request) {
		return request.map((opened) -> switch (opened) {
			case Opened.Streaming streaming -> streaming.isEmpty() ? streaming : keep(streaming);
			case Opened.Unchanged unchanged -> unchanged;
		})
			// There are no bytes, or it was cancelled or failed before.
			.doFinally((signal) -> {
				if (this.state.get() == State.OPENING) {
					this.place.leave();
				}
			});
	}

	private Opened keep(Opened.Streaming opened) {
		this.state.set(State.UNCLAIMED);
		// The client closes the connection of unclaimed bytes by itself, as late.
		Disposable clock = Schedulers.parallel()
			.schedule(this::leaveUnclaimed, this.unclaimed.toMillis(), TimeUnit.MILLISECONDS);
		return new Opened.Streaming(opened.head(), Flux.defer(() -> {
			this.state.compareAndSet(State.UNCLAIMED, State.CLAIMED);
			clock.dispose();
			return this.place.watch(opened.bytes()).doFinally((signal) -> this.place.leave());
		}));
	}

	private void leaveUnclaimed() {
		if (this.state.compareAndSet(State.UNCLAIMED, State.CLAIMED)) {
			this.place.leave();
		}
	}

}
