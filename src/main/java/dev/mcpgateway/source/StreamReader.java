package dev.mcpgateway.source;

import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.feature.CallContext.ReaderMeter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Who reads one stream: what is wanted, what was given, and how many bytes went out where
 * a face measures that. Looked at from time to time by {@link ReaderWatch}.
 */
final class StreamReader {

	private final AtomicLong wanted = new AtomicLong();

	/** Written by one thread at a time, as the stream emits. */
	private final AtomicLong given = new AtomicLong();

	private final ReaderWatch watch;

	private final Sinks.Empty<Void> dismissal = Sinks.empty();

	private volatile boolean reading;

	private volatile @Nullable ReaderMeter meter;

	/** Bytes taken at the last looks, as a ring; of {@link #look()} alone. */
	private final long[] taken;

	private int looks;

	private long lastProgress = -1;

	private int looksWithoutMove;

	/**
	 * Creates a reader.
	 * @param window how many looks make up the time over which a rate is measured
	 */
	StreamReader(ReaderWatch watch, int window) {
		this.watch = watch;
		this.taken = new long[window + 1];
	}

	<T> Flux<T> watch(Flux<T> stream) {
		return Flux.deferContextual((context) -> {
			this.meter = context.<ReaderMeter>getOrEmpty(ReaderMeter.class).orElse(null);
			this.reading = true;
			return stream.doOnRequest(this.wanted::addAndGet)
				.doOnNext((value) -> this.given.lazySet(this.given.get() + 1))
				.takeUntilOther(this.dismissal.asMono());
		});
	}

	/** Its place is given up. */
	void leave() {
		this.watch.left(this);
	}

	/** Ends the stream with a failure, which its reader is told. */
	void dismiss(GatewayException failure) {
		this.dismissal.tryEmitError(failure);
	}

	/** Notes how things stand. Called regularly, by one thread at a time. */
	void look() {
		if (!this.reading) {
			return;
		}
		ReaderMeter measured = this.meter;
		long bytes = (measured != null) ? measured.bytesTaken() : 0;
		long progress = this.wanted.get() + this.given.get() + bytes;
		boolean still = holdsBack() && progress == this.lastProgress;
		this.looksWithoutMove = still ? this.looksWithoutMove + 1 : 0;
		this.lastProgress = progress;
		if (measured != null) {
			this.taken[this.looks++ % this.taken.length] = bytes;
		}
	}

	/** For how many looks the reader has taken nothing although it could. */
	int looksWithoutMove() {
		return this.looksWithoutMove;
	}

	/** How many bytes it took in the last window; as many as can be, before the first. */
	long takenInWindow() {
		if (this.looks < this.taken.length) {
			return Long.MAX_VALUE;
		}
		long newest = this.taken[(this.looks - 1) % this.taken.length];
		long oldest = this.taken[this.looks % this.taken.length];
		return newest - oldest;
	}

	/** Whether the stream waits for its reader, and not the reader for the stream. */
	boolean holdsBack() {
		return this.reading && this.wanted.get() - this.given.get() <= 0;
	}

}
