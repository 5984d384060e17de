package dev.mcpgateway.web;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the whole process may hold for one purpose. Thread safe; never blocks.
 */
public final class ByteBudget {

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Creates a budget of which nothing is used.
	 * @param limit its bytes, at least 0
	 */
	public ByteBudget(long limit) {
		if (limit < 0) {
			throw new IllegalArgumentException("A budget cannot be negative: " + limit);
		}
		this.limit = limit;
	}

	/**
	 * Takes bytes if there are as many.
	 * @param bytes how many, at least 0
	 * @return whether they were taken; then they are to be given back by
	 * {@link #release(long)}
	 */
	public boolean tryReserve(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("Cannot reserve " + bytes);
		}
		long current = this.used.get();
		while (bytes <= this.limit - current) {
			if (this.used.compareAndSet(current, current + bytes)) {
				return true;
			}
			current = this.used.get();
		}
		return false;
	}

	/**
	 * Gives bytes back.
	 * @param bytes how many
	 * @throws IllegalStateException when more is given back than was taken
	 */
	public void release(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("Cannot release " + bytes);
		}
		this.used.updateAndGet((current) -> {
			if (bytes > current) {
				throw new IllegalStateException("Cannot release %d of %d bytes".formatted(bytes, current));
			}
			return current - bytes;
		});
	}

	/** How many bytes are taken now. */
	public long used() {
		return this.used.get();
	}

	/** How many bytes may be taken at once. */
	public long limit() {
		return this.limit;
	}

}
