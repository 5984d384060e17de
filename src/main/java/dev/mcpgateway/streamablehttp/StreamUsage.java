package dev.mcpgateway.streamablehttp;

import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.web.ByteBudget;
import reactor.core.publisher.Mono;

/**
 * What responses of the MCP endpoint use of the process now.
 */
public final class StreamUsage {

	private final AtomicInteger open = new AtomicInteger();

	private final ByteBudget kept;

	private final ByteBudget unread;

	StreamUsage(ByteBudget kept, ByteBudget unread) {
		this.kept = kept;
		this.unread = unread;
	}

	/** How many responses are streams of events that are being written. */
	public int openStreams() {
		return this.open.get();
	}

	/** How many bytes are kept for clients of the older era that were cut off. */
	public long keptBytes() {
		return this.kept.used();
	}

	/** How many bytes of large responses are handed out and not yet read. */
	public long unreadBytes() {
		return this.unread.used();
	}

	ByteBudget kept() {
		return this.kept;
	}

	ByteBudget unread() {
		return this.unread;
	}

	/** Counts a stream while it is written. */
	Mono<Void> counted(Mono<Void> writing) {
		return Mono.using(this.open::incrementAndGet, (count) -> writing, (count) -> this.open.decrementAndGet());
	}

}
