package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

import dev.mcpgateway.web.ByteBudget;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bounds what all clients together may leave unread: what was handed to connections that
 * do not take it stays in memory, and no slot of a call holds it back any more.
 */
final class UnreadBytes {

	/** Writing as much as this is bounded by the number of connections. */
	static final int FREE = 16 * 1024;

	private static final int UNAVAILABLE = 503;

	private final ByteBudget budget;

	UnreadBytes(ByteBudget budget) {
		this.budget = budget;
	}

	/**
	 * Writes a whole response.
	 * @param refusal what is written instead when there is no room for it
	 */
	Mono<Void> write(ResponseOutput output, int status, byte[] body, Supplier<byte[]> refusal) {
		if (body.length <= FREE) {
			return output.whole(status, body);
		}
		return Mono.defer(() -> {
			if (!this.budget.tryReserve(body.length)) {
				output.header("Retry-After", "1");
				return output.whole(UNAVAILABLE, refusal.get());
			}
			return output.whole(status, body).doFinally((signal) -> this.budget.release(body.length));
		});
	}

	/**
	 * Writes a stream. One for whose next piece there is no room breaks off.
	 */
	Mono<Void> write(ResponseOutput output, Flux<Mono<ByteBuffer>> pieces) {
		return Mono.using(Piece::new,
				(held) -> output
					.events(pieces.map((piece) -> piece.doOnNext((bytes) -> held.replace(bytes.remaining())))),
				(held) -> held.replace(0));
	}

	/**
	 * The piece of a stream that is being written.
	 */
	private final class Piece {

		private int reserved;

		/** The next piece is only made when the one before was written. */
		synchronized void replace(int length) {
			UnreadBytes.this.budget.release(this.reserved);
			this.reserved = 0;
			if (length > FREE) {
				if (!UnreadBytes.this.budget.tryReserve(length)) {
					throw new IllegalStateException("Too much is unread; a stream breaks off");
				}
				this.reserved = length;
			}
		}

	}

}
