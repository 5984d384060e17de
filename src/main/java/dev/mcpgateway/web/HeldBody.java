package dev.mcpgateway.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.mcpgateway.failure.OverloadedException;

/**
 * A body whose bytes are counted against a budget, as is what they will be parsed into.
 * Written by one thread at a time.
 */
final class HeldBody {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private static final int FIRST_BLOCK = 16 * 1024;

	private static final int BLOCK = 64 * 1024;

	/** What a member or an element takes beside its text, at most about this. */
	private static final int NODE = 100;

	private final ByteBudget budget;

	private final long expected;

	/** Blocks and not the pieces: a sender may make those as small as it likes. */
	private final Deque<byte[]> blocks = new ArrayDeque<>();

	private int room;

	private long size;

	private long reserved;

	private boolean released;

	/**
	 * Creates an empty body.
	 * @param expected how long it says to be, -1 when it does not
	 */
	HeldBody(ByteBudget budget, long expected) {
		this.budget = budget;
		this.expected = expected;
	}

	long size() {
		return this.size;
	}

	/**
	 * Adds what came.
	 * @throws OverloadedException when there is no room for it
	 */
	void add(byte[] piece) {
		int offset = 0;
		while (offset < piece.length) {
			if (this.room == 0) {
				open(piece.length - offset);
			}
			byte[] block = this.blocks.getLast();
			int length = Math.min(this.room, piece.length - offset);
			System.arraycopy(piece, offset, block, block.length - this.room, length);
			this.room -= length;
			offset += length;
			this.size += length;
		}
	}

	/** As much as may still come, but never much more than has. */
	private void open(int needed) {
		long left = (this.expected >= 0) ? Math.max(needed, this.expected - this.size) : Long.MAX_VALUE;
		int length = (int) Math.min(left, this.blocks.isEmpty() ? Math.max(FIRST_BLOCK, needed) : BLOCK);
		reserve(length);
		this.blocks.add(new byte[length]);
		this.room = length;
	}

	/**
	 * The body, forgotten here, so that it lives no longer than it takes to parse.
	 * @throws OverloadedException when there is no room to work on it
	 */
	byte[] take() {
		reserve(this.size);
		byte[] joined = new byte[Math.toIntExact(this.size)];
		int offset = 0;
		while (!this.blocks.isEmpty()) {
			byte[] block = this.blocks.removeFirst();
			int length = Math.min(block.length, joined.length - offset);
			System.arraycopy(block, 0, joined, offset, length);
			offset += length;
		}
		reserve(nodes(joined));
		return joined;
	}

	/** A bound on what the tree of a JSON text takes beside the text, in bytes. */
	private static long nodes(byte[] json) {
		long separators = 0;
		for (byte each : json) {
			if (each == ',' || each == ':') {
				separators++;
			}
		}
		return separators * NODE;
	}

	private synchronized void reserve(long bytes) {
		if (this.released || !this.budget.tryReserve(bytes)) {
			throw new OverloadedException("The gateway reads as many large bodies as it has memory for; "
					+ "try again later (gateway.http.body-memory).", RETRY_AFTER);
		}
		this.reserved += bytes;
	}

	/** Gives everything back, once; called from any thread. */
	synchronized void release() {
		this.released = true;
		this.budget.release(this.reserved);
		this.reserved = 0;
	}

}
