package dev.mcpgateway.web;

import java.util.Arrays;

/**
 * A body that says its length, which is small. It mostly comes in one piece, which is
 * kept as it is.
 */
final class SmallBody {

	private final int expected;

	private byte[] bytes = new byte[0];

	private int size;

	SmallBody(int expected) {
		this.expected = expected;
	}

	void add(byte[] piece) {
		if (this.size == 0) {
			this.bytes = piece;
		}
		else {
			int needed = this.size + piece.length;
			if (this.bytes.length < needed) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.expected));
			}
			System.arraycopy(piece, 0, this.bytes, this.size, piece.length);
		}
		this.size += piece.length;
	}

	byte[] bytes() {
		return (this.bytes.length == this.size) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

}
