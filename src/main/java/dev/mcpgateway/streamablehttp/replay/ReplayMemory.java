package dev.mcpgateway.streamablehttp.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.mcpgateway.web.ByteBudget;
import org.jspecify.annotations.Nullable;

/**
 * The messages that all sessions together keep for clients that were cut off, under one
 * budget: one more makes the oldest of all go, whosesoever it is (ADR 14).
 * <p>
 * Locks are taken in one order: a buffer's, then this one. So nothing of a buffer's is
 * called from within.
 */
public final class ReplayMemory {

	/** What a message costs beside its bytes: its entry, and its share of its stream. */
	static final int OVERHEAD = 512;

	/** Delivered streams have one part of so many of the budget. */
	private static final int DELIVERED_SHARE = 8;

	private final ByteBudget budget;

	private @Nullable Kept oldest;

	private @Nullable Kept newest;

	/** Streams that were delivered, oldest first, and what they cost. */
	private final Deque<Delivered> delivered = new ArrayDeque<>();

	private long deliveredCost;

	public ReplayMemory(ByteBudget budget) {
		this.budget = budget;
	}

	/**
	 * Makes room for a message, at the cost of older ones. Not to be called under the
	 * lock of a buffer.
	 * @return whether there is room, which is then reserved
	 */
	boolean reserve(int length) {
		long cost = cost(length);
		if (cost > this.budget.limit()) {
			return false;
		}
		while (!this.budget.tryReserve(cost)) {
			Kept victim = oldest();
			if (victim == null) {
				// What is reserved is still on its way into a buffer.
				return false;
			}
			victim.evict();
		}
		return true;
	}

	/**
	 * Takes a stream that was written to its end. It is dropped, but for the latest of
	 * all sessions: a connection may be dead without knowing it, and what was written to
	 * it is then lost. Not to be called under the lock of a buffer.
	 * @param cost of all its messages
	 */
	void delivered(ReplayBuffer stream, long cost) {
		List<ReplayBuffer> dropped = new ArrayList<>();
		synchronized (this) {
			this.delivered.add(new Delivered(stream, cost));
			this.deliveredCost += cost;
			while (this.deliveredCost > this.budget.limit() / DELIVERED_SHARE) {
				Delivered oldest = this.delivered.remove();
				this.deliveredCost -= oldest.cost();
				dropped.add(oldest.stream());
			}
		}
		dropped.forEach(ReplayBuffer::drop);
	}

	/** Gives back what was reserved for a message that is not kept after all. */
	void release(int length) {
		this.budget.release(cost(length));
	}

	private synchronized @Nullable Kept oldest() {
		return this.oldest;
	}

	/** Adds a message for which room was reserved. */
	synchronized void add(Kept kept) {
		Kept before = this.newest;
		kept.before = before;
		if (before != null) {
			before.after = kept;
		}
		else {
			this.oldest = kept;
		}
		this.newest = kept;
	}

	/** Removes a message that was added, and releases its room. */
	synchronized void remove(Kept kept) {
		Kept before = kept.before;
		Kept after = kept.after;
		if (before != null) {
			before.after = after;
		}
		else {
			this.oldest = after;
		}
		if (after != null) {
			after.before = before;
		}
		else {
			this.newest = before;
		}
		kept.before = null;
		kept.after = null;
		this.budget.release(cost(kept.length()));
	}

	static long cost(int length) {
		return (long) length + OVERHEAD;
	}

	private record Delivered(ReplayBuffer stream, long cost) {
	}

	/**
	 * One kept message, as a link of the chain of all.
	 */
	abstract static class Kept {

		private @Nullable Kept before;

		private @Nullable Kept after;

		/** How many bytes it has. */
		abstract int length();

		/** Removes it from its buffer, if it is still there. */
		abstract void evict();

	}

}
