package dev.mcpgateway.web;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineBufferTests {

	private final LineBuffer buffer = new LineBuffer();

	@Test
	void whatIsNotKeptCanBeTakenBack() {
		write("kept");
		this.buffer.commit();
		write("half a li");
		this.buffer.rollback();
		assertThat(drained()).isEqualTo("kept");
	}

	@Test
	void whatIsGivenAwayDoesNotComeAgain() {
		write("first");
		this.buffer.commit();
		assertThat(drained()).isEqualTo("first");
		assertThat(this.buffer.size()).isZero();
		write("second");
		this.buffer.rollback();
		assertThat(this.buffer.size()).isZero();
	}

	@Test
	void itGrowsAsNeeded() {
		for (int i = 0; i < 10_000; i++) {
			this.buffer.write('x');
		}
		write("y".repeat(100_000));
		assertThat(drained()).isEqualTo("x".repeat(10_000) + "y".repeat(100_000));
	}

	private void write(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.buffer.write(bytes, 0, bytes.length);
	}

	private String drained() {
		return StandardCharsets.UTF_8.decode(this.buffer.drain()).toString();
	}

}
