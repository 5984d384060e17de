package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolSpecification.Emission;

/**
 * Tells how far a streaming call is, by the items that have come: with the first, and
 * then with an item at most once a second. A tool that tells its progress itself is not
 * talked over: from its first word on nothing is added, and one that could (its events
 * are its own) has a second to begin. Of one run of a call; used by one thread at a time.
 */
public final class ItemProgress {

	/** The shortest time between two reports. */
	static final Duration PERIOD = Duration.ofSeconds(1);

	private final LongSupplier nanoTime;

	private long items;

	private long next;

	private boolean silent;

	/**
	 * Starts to count.
	 * @param nanoTime the time in nanoseconds, from any beginning
	 */
	ItemProgress(PreparedCall call, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.silent = call.emission() != Emission.STREAM;
		// A stream of a described type holds items and nothing else.
		boolean itemsAlone = call.tool().outputSchema() != null;
		this.next = nanoTime.getAsLong() + (itemsAlone ? 0 : PERIOD.toNanos());
	}

	/** Starts to count the items of a call that is about to run. */
	public static ItemProgress of(PreparedCall call) {
		return new ItemProgress(call, System::nanoTime);
	}

	/**
	 * Takes note of an event.
	 * @return the report that is due after it
	 */
	Optional<CallToolEvent.Progress> after(CallToolEvent event) {
		return switch (event) {
			case CallToolEvent.Item item -> counted();
			case CallToolEvent.Content content -> counted();
			case CallToolEvent.Progress own -> {
				this.silent = true;
				yield Optional.empty();
			}
			case CallToolEvent.Log log -> Optional.empty();
		};
	}

	private Optional<CallToolEvent.Progress> counted() {
		this.items++;
		if (this.silent) {
			return Optional.empty();
		}
		long now = this.nanoTime.getAsLong();
		if (now - this.next < 0) {
			return Optional.empty();
		}
		this.next = now + PERIOD.toNanos();
		return Optional.of(new CallToolEvent.Progress(this.items, null,
				(this.items == 1) ? "1 item so far" : "%d items so far".formatted(this.items)));
	}

}
