package dev.mcpgateway.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One clock for all silent streams.
 */
class KeepAliveTests {

	private static final Duration SILENCE = Duration.ofSeconds(10);

	private static final LineFormat<String> FORMAT = new LineFormat<>() {
		@Override
		public void value(String value, LineBuffer out) {
			byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
			out.write(bytes, 0, bytes.length);
		}

		@Override
		public void failure(Throwable failure, LineBuffer out) {
		}

		@Override
		public void end(LineBuffer out) {
		}

		@Override
		public void silence(LineBuffer out) {
			out.write('.');
		}
	};

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final KeepAlive keepAlive = new KeepAlive(SILENCE, this.clock);

	@AfterEach
	void stop() {
		this.clock.dispose();
	}

	/** Each piece is read at once. */
	private Flux<String> read(Flux<String> stream) {
		return CoalescingWriter.pieces(stream, FORMAT, this.keepAlive)
			.concatMap((piece) -> piece, 0)
			.map(KeepAliveTests::text);
	}

	private static String text(ByteBuffer piece) {
		return StandardCharsets.US_ASCII.decode(piece).toString();
	}

	@Test
	void aSilentStreamGivesASignInTime() {
		StepVerifier.create(read(Flux.never()))
			.then(() -> this.clock.advanceTimeBy(SILENCE))
			.expectNext(".")
			.then(() -> this.clock.advanceTimeBy(SILENCE))
			.expectNext(".")
			.thenCancel()
			.verify();
	}

	@Test
	void aStreamThatSpeaksGivesNoSign() {
		Sinks.Many<String> source = Sinks.many().unicast().onBackpressureBuffer();
		List<String> read = new ArrayList<>();
		Disposable reader = read(source.asFlux()).subscribe(read::add);
		for (int i = 0; i < 10; i++) {
			this.clock.advanceTimeBy(SILENCE.dividedBy(2).minusMillis(1));
			source.tryEmitNext("x").orThrow();
		}
		assertThat(read).hasSize(10).containsOnly("x");
		reader.dispose();
	}

	@Test
	void aReaderThatTakesNothingGetsOneSignWhenItDoes() {
		StepVerifier.create(read(Flux.never()), 0)
			.then(() -> this.clock.advanceTimeBy(SILENCE.multipliedBy(20)))
			.thenRequest(1)
			.then(() -> this.clock.advanceTimeBy(SILENCE))
			.expectNext(".")
			.thenCancel()
			.verify();
	}

	@Test
	void theClockRunsOnlyWhileThereAreStreams() {
		assertThat(this.keepAlive.isRunning()).isFalse();
		List<Disposable> readers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			readers.add(read(Flux.never()).subscribe());
		}
		assertThat(this.clock.getScheduledTaskCount()).isEqualTo(1);
		assertThat(this.keepAlive.isRunning()).isTrue();
		readers.forEach(Disposable::dispose);
		StepVerifier.create(read(Flux.empty())).verifyComplete();
		StepVerifier.create(read(Flux.error(new IllegalStateException("expected")))).verifyError();
		assertThat(this.keepAlive.isRunning()).isFalse();
	}

}
