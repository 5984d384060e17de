package dev.mcpgateway.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads lines of bytes, none longer than a bound.
 */
final class Lines {

	private final InputStream source;

	private final int maxLength;

	private final byte[] buffer = new byte[64 * 1024];

	private int start;

	private int end;

	Lines(InputStream source, int maxLength) {
		this.source = source;
		this.maxLength = maxLength;
	}

	/**
	 * The next line.
	 * @return the line without its end, nothing when there is no more; a line that is too
	 * long is skipped to its end and given as {@link Line#tooLong}
	 */
	Optional<Line> next() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		boolean tooLong = false;
		boolean any = false;
		while (fill()) {
			any = true;
			int newline = newline();
			int upTo = (newline >= 0) ? newline : this.end;
			if (!tooLong && line.size() + upTo - this.start <= this.maxLength) {
				line.write(this.buffer, this.start, upTo - this.start);
			}
			else {
				tooLong = true;
				line.reset();
			}
			this.start = (newline >= 0) ? newline + 1 : this.end;
			if (newline >= 0) {
				break;
			}
		}
		return any ? Optional.of(new Line(line, tooLong)) : Optional.empty();
	}

	private boolean fill() throws IOException {
		if (this.start < this.end) {
			return true;
		}
		this.start = 0;
		this.end = Math.max(0, this.source.read(this.buffer));
		return this.end > 0;
	}

	private int newline() {
		for (int i = this.start; i < this.end; i++) {
			if (this.buffer[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	/**
	 * One line.
	 */
	static final class Line {

		private final byte[] bytes;

		private final boolean tooLong;

		private Line(ByteArrayOutputStream bytes, boolean tooLong) {
			byte[] all = bytes.toByteArray();
			boolean carriageReturn = all.length > 0 && all[all.length - 1] == '\r';
			this.bytes = carriageReturn ? Arrays.copyOf(all, all.length - 1) : all;
			this.tooLong = tooLong;
		}

		byte[] bytes() {
			return this.bytes;
		}

		boolean tooLong() {
			return this.tooLong;
		}

		boolean isBlank() {
			return this.bytes.length == 0 && !this.tooLong;
		}

	}

}
