package dev.mcpgateway.streamablehttp.replay;

import java.util.Optional;

/**
 * Names a stream within its session. The id of an event is that of its stream, a dash and
 * its number.
 *
 * @param number of the request whose stream it is, in the order of their arrival; 0 for
 * the stream that belongs to no request
 */
public record StreamId(long number) {

	/** The stream that belongs to no request. */
	public static final StreamId OWN = new StreamId(0);

	private static final int MOST_DIGITS = 18;

	/** The id of an event. */
	public String event(long position) {
		return (this.number == 0) ? "s-" + position : "r" + this.number + "-" + position;
	}

	/**
	 * Reads the id of an event.
	 * @return the place it names, nothing when it is none of ours
	 */
	public static Optional<Place> parse(String event) {
		int dash = event.indexOf('-');
		if (dash < 1 || !isNumber(event, dash + 1, event.length())) {
			return Optional.empty();
		}
		long position = Long.parseLong(event, dash + 1, event.length(), 10);
		if (event.charAt(0) == 's' && dash == 1) {
			return Optional.of(new Place(OWN, position));
		}
		return (event.charAt(0) == 'r' && isNumber(event, 1, dash))
				? Optional.of(new Place(new StreamId(Long.parseLong(event, 1, dash, 10)), position)) : Optional.empty();
	}

	private static boolean isNumber(String text, int start, int end) {
		if (start >= end || end - start > MOST_DIGITS) {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	/**
	 * A place in a stream.
	 *
	 * @param stream the stream
	 * @param position the number of an event
	 */
	public record Place(StreamId stream, long position) {
	}

}
