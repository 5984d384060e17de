package dev.mcpgateway.web;

/**
 * How the signals of a stream look as lines.
 *
 * @param <T> what the stream emits
 */
public interface LineFormat<T> {

	/** Writes a value; writing nothing drops it. */
	void value(T value, LineBuffer out);

	/** Writes the failure that ends a stream of which something has been written. */
	void failure(Throwable failure, LineBuffer out);

	/** Writes the end of a stream that did not fail. */
	void end(LineBuffer out);

	/**
	 * Writes what readers and proxies take for a sign of life; nothing where the format
	 * has no such thing.
	 */
	default void silence(LineBuffer out) {
	}

}
