package dev.mcpgateway.web;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that wait to be written. What was added since the last {@link #commit()} can be
 * taken back, so that half a line never goes out.
 */
public final class LineBuffer extends OutputStream {

	private static final int SMALLEST = 256;

	private byte[] bytes = new byte[SMALLEST];

	private int size;

	private int committed;

	@Override
	public void write(int octet) {
		reserve(1);
		this.bytes[this.size++] = (byte) octet;
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		reserve(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
	}

	private void reserve(int length) {
		int needed = Math.addExact(this.size, length);
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, this.bytes.length * 2));
		}
	}

	/** Nothing to close; writers of JSON close what they write to. */
	@Override
	public void close() {
	}

	/** Everything so far stays. */
	void commit() {
		this.committed = this.size;
	}

	/** Forgets what was added since the last {@link #commit()}. */
	void rollback() {
		this.size = this.committed;
	}

	int size() {
		return this.size;
	}

	/** Gives the bytes away and starts anew, with room for as much again. */
	ByteBuffer drain() {
		ByteBuffer drained = ByteBuffer.wrap(this.bytes, 0, this.size);
		this.bytes = new byte[Math.max(SMALLEST, this.size)];
		this.size = 0;
		this.committed = 0;
		return drained;
	}

}
