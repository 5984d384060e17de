package dev.mcpgateway.failure;

import java.util.function.Supplier;

/**
 * Where an {@link Error} of code that writes or makes one value ends: a stack that
 * overflows, a class that does not load. It becomes a failure of that value's stream. As
 * it is, Reactor would let it pass to whoever happens to emit, and the stream would never
 * end.
 */
public final class ErrorBoundary {

	private ErrorBoundary() {
	}

	/**
	 * Makes a value.
	 * @throws IllegalStateException in place of an {@link Error}
	 */
	public static <T> T within(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (Error ex) {
			throw contained(ex);
		}
	}

	/**
	 * Does something.
	 * @throws IllegalStateException in place of an {@link Error}
	 */
	public static void run(Runnable work) {
		try {
			work.run();
		}
		catch (Error ex) {
			throw contained(ex);
		}
	}

	/** A failure that Reactor carries like any other. */
	public static RuntimeException contained(Throwable failure) {
		return (failure instanceof RuntimeException usual) ? usual
				: new IllegalStateException("A value cannot be made or written", failure);
	}

}
