package dev.mcpgateway.streamablehttp.replay;

import java.nio.charset.StandardCharsets;

import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.web.LineBuffer;
import dev.mcpgateway.web.LineFormat;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event (HTML, section 9.2).
 *
 * @param id by which a client resumes behind it; absent where it cannot
 * @param retryMillis how long a client that is cut off waits before it comes back, in
 * milliseconds; 0 where that is not said
 * @param message what it carries; absent in an event that only has an id
 */
public record ServerEvent(@Nullable String id, long retryMillis, @Nullable ServerMessage message) {

	/** How events look on the wire. */
	public static final LineFormat<ServerEvent> FORMAT = new Format<>() {
		@Override
		public void value(ServerEvent event, LineBuffer out) {
			event.write(out);
		}
	};

	/** How messages look that no client can resume behind. */
	public static final LineFormat<ServerMessage> MESSAGES = new Format<>() {
		@Override
		public void value(ServerMessage message, LineBuffer out) {
			writeData(message.json(), out);
		}
	};

	/** A line that carries nothing, for proxies that close what is silent. */
	private static final byte[] COMMENT = ascii(":\n\n");

	private static final byte[] DATA = ascii("event: message\ndata: ");

	private static final byte[] NO_DATA = ascii("data: \n\n");

	/** An event that nobody can resume behind. */
	public static ServerEvent of(ServerMessage message) {
		return new ServerEvent(null, 0, message);
	}

	private void write(LineBuffer out) {
		if (this.id != null) {
			write(ascii("id: " + this.id + "\n"), out);
		}
		if (this.retryMillis > 0) {
			write(ascii("retry: " + this.retryMillis + "\n"), out);
		}
		if (this.message != null) {
			writeData(this.message.json(), out);
		}
		else {
			write(NO_DATA, out);
		}
	}

	/** A message has no line breaks of its own. */
	private static void writeData(byte[] json, LineBuffer out) {
		write(DATA, out);
		write(json, out);
		out.write('\n');
		out.write('\n');
	}

	private static void write(byte[] bytes, LineBuffer out) {
		out.write(bytes, 0, bytes.length);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * What all events have in common: they do not fail, and a comment breaks silence.
	 */
	private abstract static class Format<T> implements LineFormat<T> {

		@Override
		public void failure(Throwable failure, LineBuffer out) {
			// Messages do not fail; the end of the connection is all that is left to say.
		}

		@Override
		public void end(LineBuffer out) {
		}

		@Override
		public void silence(LineBuffer out) {
			ServerEvent.write(COMMENT, out);
		}

	}

}
