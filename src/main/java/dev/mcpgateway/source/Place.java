package dev.mcpgateway.source;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A place at a source. Who got it must leave it, when the source is at rest again and not
 * when nobody waits for it any more.
 */
public final class Place {

	private final Share share;

	private final @Nullable StreamReader reader;

	private final AtomicBoolean left = new AtomicBoolean();

	Place(Share share, @Nullable StreamReader reader) {
		this.share = share;
		this.reader = reader;
	}

	/**
	 * Watches the reader of a stream. At a place for streams, a reader who takes nothing,
	 * or too little while others wait, loses it.
	 * @return the stream, which then fails with a
	 * {@link dev.mcpgateway.failure.GatewayException}; at other places the stream as it
	 * is
	 */
	public <T> Flux<T> watch(Flux<T> stream) {
		return (this.reader != null) ? this.reader.watch(stream) : stream;
	}

	/** Gives the place up. Only the first time counts. */
	public void leave() {
		if (this.left.compareAndSet(false, true)) {
			if (this.reader != null) {
				this.reader.leave();
			}
			this.share.release();
		}
	}

}
