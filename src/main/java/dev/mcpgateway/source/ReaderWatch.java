package dev.mcpgateway.source;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.OverloadedException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Looks at the readers at the places of one share while there are any. Who takes nothing
 * for too long loses the place; who takes too little loses it when another waits.
 */
final class ReaderWatch {

	/** How often it looks, unless the times to measure are shorter. */
	private static final Duration LONGEST_PERIOD = Duration.ofSeconds(1);

	/** A rate is measured over this many looks at least. */
	private static final int FEWEST_LOOKS = 5;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final String source;

	private final BulkheadProperties bounds;

	private final Ticker ticker;

	private final Duration period;

	private final Set<StreamReader> readers = ConcurrentHashMap.newKeySet();

	private final LongAdder dismissed = new LongAdder();

	private @Nullable Disposable looking;

	ReaderWatch(String source, BulkheadProperties bounds, Ticker ticker) {
		this.source = source;
		this.bounds = bounds;
		this.ticker = ticker;
		Duration shorter = shorter(bounds.rateWindow(), bounds.readerTimeout()).dividedBy(FEWEST_LOOKS);
		this.period = shorter(shorter, LONGEST_PERIOD);
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private int looks(Duration time) {
		return (int) Math.max(1, time.dividedBy(this.period));
	}

	/** Watches one more, at a place of a share. */
	synchronized StreamReader enter(Share share) {
		StreamReader reader = new StreamReader(this, looks(this.bounds.rateWindow()));
		this.readers.add(reader);
		if (this.looking == null) {
			long nanos = this.period.toNanos();
			this.looking = this.ticker.scheduler()
				.schedulePeriodically(() -> look(share), nanos, nanos, TimeUnit.NANOSECONDS);
		}
		return reader;
	}

	synchronized void left(StreamReader reader) {
		this.readers.remove(reader);
		Disposable running = this.looking;
		if (this.readers.isEmpty() && running != null) {
			running.dispose();
			this.looking = null;
		}
	}

	private void look(Share share) {
		int stalled = looks(this.bounds.readerTimeout());
		for (StreamReader reader : this.readers) {
			reader.look();
			if (reader.looksWithoutMove() >= stalled) {
				dismiss(reader,
						new DeadlineExceededException("The reader took nothing", this.bounds.readerTimeout(), null));
			}
		}
		int waiting = share.waiting();
		if (waiting > 0) {
			makeRoom(waiting);
		}
	}

	/** The slowest go first, no more of them than wait for a place. */
	private void makeRoom(int waiting) {
		long least = this.bounds.minReaderRate().toBytes() * this.bounds.rateWindow().toMillis() / 1000;
		List<StreamReader> slow = this.readers.stream()
			.filter((reader) -> reader.holdsBack() && reader.takenInWindow() < least)
			.sorted(Comparator.comparingLong(StreamReader::takenInWindow))
			.limit(waiting)
			.toList();
		slow.forEach((reader) -> dismiss(reader, new OverloadedException(
				("The stream ends here: its reader took less than %d bytes a second while others waited for %s. "
						+ "Read faster, or ask for less.")
					.formatted(this.bounds.minReaderRate().toBytes(), this.source),
				RETRY_AFTER)));
	}

	private void dismiss(StreamReader reader, GatewayException failure) {
		this.dismissed.increment();
		reader.dismiss(failure);
	}

	/** How many readers have lost their place so far. */
	long dismissed() {
		return this.dismissed.sum();
	}

}
