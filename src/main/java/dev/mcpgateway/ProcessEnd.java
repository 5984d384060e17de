package dev.mcpgateway;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process at once, because it cannot go on: a process that lives and does not
 * answer is worse than one that is started again. Needs no memory to do it.
 */
enum ProcessEnd {

	/** Memory ran out, after which nothing can be relied on. */
	OUT_OF_MEMORY("out of memory"),

	/** The connections of an event loop will never be served again. */
	DEAD_EVENT_LOOP("an event loop has ended"),

	/** The connections of an event loop have not been served for long. */
	STUCK_EVENT_LOOP("an event loop runs nothing any more (gateway.http.connections.event-loop-timeout)");

	/** As the JVM's own {@code -XX:+ExitOnOutOfMemoryError}. */
	static final int STATUS = 3;

	/** Opened in good time, as is all that ending takes. */
	private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

	@SuppressWarnings("ImmutableEnumChecker") // encoded while there is memory, and never
												// written
	private final byte[] line;

	ProcessEnd(String reason) {
		this.line = ("FATAL mcp-gateway ends with status " + STATUS + ", to be started again: " + reason + "\n")
			.getBytes(StandardCharsets.UTF_8);
	}

	/** Writes why to the standard error, and ends. */
	void now() {
		try {
			// The logger would need memory, and standard output may be a protocol's.
			ERRORS.write(this.line);
		}
		catch (IOException | OutOfMemoryError ex) {
			// Nothing is left to say it with.
		}
		finally {
			Runtime.getRuntime().halt(STATUS);
		}
	}

}
