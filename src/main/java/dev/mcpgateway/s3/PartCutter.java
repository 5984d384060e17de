package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import reactor.core.publisher.Flux;

/**
 * Cuts a stream of bytes into parts of the same size, but for the last, which is shorter.
 * An empty stream has no parts. At most one part is gathered ahead of what was asked for.
 */
final class PartCutter {

	private PartCutter() {
	}

	static Flux<Part> cut(Flux<ByteBuffer> bytes, int partSize) {
		return Flux.defer(() -> {
			// One piece at a time: what has been read from a socket and is not asked for
			// is in no account.
			Boundary boundary = new Boundary(partSize);
			return bytes.concatMapIterable(boundary::split, 1)
				.bufferUntil((piece) -> boundary.isReached(piece))
				.map(Part::new);
		});
	}

	/**
	 * Knows where parts end. Of one stream.
	 */
	private static final class Boundary {

		private final int partSize;

		/** How much is missing in the part that is being split off. */
		private int missing;

		/** How much has been gathered in the part that is being joined. */
		private int gathered;

		Boundary(int partSize) {
			this.partSize = partSize;
			this.missing = partSize;
		}

		/** Splits a piece where parts end, without copying it. */
		List<ByteBuffer> split(ByteBuffer piece) {
			List<ByteBuffer> split = new ArrayList<>(2);
			int position = piece.position();
			while (position < piece.limit()) {
				int length = Math.min(this.missing, piece.limit() - position);
				split.add(piece.slice(position, length));
				position += length;
				this.missing = (length == this.missing) ? this.partSize : this.missing - length;
			}
			return split;
		}

		boolean isReached(ByteBuffer piece) {
			this.gathered += piece.remaining();
			if (this.gathered < this.partSize) {
				return false;
			}
			this.gathered = 0;
			return true;
		}

	}

	/**
	 * A part.
	 *
	 * @param pieces its bytes, nobody else's
	 */
	record Part(List<ByteBuffer> pieces) {

		static final Part EMPTY = new Part(List.of());

		int size() {
			return this.pieces.stream().mapToInt(ByteBuffer::remaining).sum();
		}

	}

}
