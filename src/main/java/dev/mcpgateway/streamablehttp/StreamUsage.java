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

	StreamUsage(ByteBudget kept) {
		this.kept = kept;
	}

	/** How many responses are streams of events that are being written. */
	public int openStreams() {
		return this.open.get();
	}

	/** How many bytes are kept for clients of the older era that were cut off. */
	public long keptBytes() {
		return this.kept.used();
	}

	ByteBudget kept() {
		return this.kept;
	}

	/** Counts a stream while it is written. */
	Mono<Void> counted(Mono<Void> writing) {
		return Mono.using(this.open::incrementAndGet, (count) -> writing, (count) -> this.open.decrementAndGet());
	}

}
