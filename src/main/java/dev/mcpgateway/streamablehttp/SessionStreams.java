package dev.mcpgateway.streamablehttp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.mcpgateway.mcp.ServerMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The streams of one session that a client may come back to.
 */
final class SessionStreams {

	/** The name of the stream that belongs to no request. */
	private static final String OWN = "s";

	private static final int MAX_FINISHED = 16;

	private static final long MAX_FINISHED_SIZE = 4L * 1024 * 1024;

	private final Map<String, MessageStream> streams = new LinkedHashMap<>();

	private long lastStream;

	private @Nullable MessageStream own;

	/** A name for the stream of a request. */
	synchronized String nextId() {
		this.lastStream++;
		return "r" + this.lastStream;
	}

	/**
	 * Remembers a stream; forgets finished ones, oldest first, when there are too many.
	 */
	synchronized void keep(MessageStream stream) {
		this.streams.put(String.valueOf(stream.rules().id()), stream);
		long finished = this.streams.values().stream().filter(MessageStream::isEnded).count();
		long size = this.streams.values().stream().filter(MessageStream::isEnded).mapToLong(MessageStream::size).sum();
		var each = this.streams.values().iterator();
		while (each.hasNext() && (finished > MAX_FINISHED || size > MAX_FINISHED_SIZE)) {
			MessageStream candidate = each.next();
			if (candidate.isEnded()) {
				each.remove();
				finished--;
				size -= candidate.size();
			}
		}
	}

	/**
	 * The stream that belongs to no request, opened when it is first asked for.
	 * @param rules how it behaves
	 * @param messages what it carries
	 */
	MessageStream own(StreamRules rules, Flux<ServerMessage> messages) {
		MessageStream opened;
		synchronized (this) {
			if (this.own != null) {
				return this.own;
			}
			opened = new MessageStream(rules);
			this.own = opened;
			this.streams.put(OWN, opened);
		}
		// Lives as long as the session, whoever reads it.
		messages.subscribe(opened);
		return opened;
	}

	static String ownId() {
		return OWN;
	}

	/**
	 * Finds the stream of an event.
	 * @param eventId {@code <stream>-<number>}
	 */
	synchronized Optional<Resumption> find(String eventId) {
		int dash = eventId.indexOf('-');
		if (dash < 1 || eventId.length() > 40 || !eventId.substring(dash + 1).matches("\\d{1,18}")) {
			return Optional.empty();
		}
		long number = Long.parseLong(eventId.substring(dash + 1));
		return Optional.ofNullable(this.streams.get(eventId.substring(0, dash)))
			.map((stream) -> new Resumption(stream, number))
			.filter((found) -> found.stream().canResume(found.after()));
	}

	/**
	 * Where a client goes on.
	 */
	record Resumption(MessageStream stream, long after) {
	}

}
