package dev.mcpgateway.source;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.CallContext.ReaderMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import static dev.mcpgateway.source.Bulkheads.READER_TIMEOUT;
import static dev.mcpgateway.source.Bulkheads.STREAMS;
import static dev.mcpgateway.source.Bulkheads.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who reads a stream keeps its place by reading.
 */
class StreamReaderTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Bulkhead bulkhead = Bulkheads.on(this.time);

	@AfterEach
	void stop() {
		this.time.dispose();
	}

	@Test
	void readerThatTakesNothingLosesItsPlace() {
		TestSubscriber<Integer> reader = open(Flux.range(0, 100), new AtomicLong(), 1);
		this.time.advanceTimeBy(READER_TIMEOUT.minus(SECOND));
		assertThat(reader.isTerminated()).isFalse();
		this.time.advanceTimeBy(SECOND.multipliedBy(3));
		assertThat(reader.expectTerminalError()).isInstanceOf(DeadlineExceededException.class)
			.hasMessage("The reader took nothing within 15 s.");
		assertThat(this.bulkhead.taken(Use.STREAM)).isZero();
		assertThat(this.bulkhead.dismissed()).isOne();
	}

	@Test
	void readerThatWaitsForTheSourceKeepsItsPlace() {
		TestPublisher<Integer> source = TestPublisher.create();
		TestSubscriber<Integer> reader = open(source.flux(), new AtomicLong(), 10);
		TestSubscriber<Integer> other = open(source.flux(), new AtomicLong(), 10);
		TestSubscriber<Integer> waiter = open(Flux.just(1), new AtomicLong(), 10);
		this.time.advanceTimeBy(READER_TIMEOUT.multipliedBy(3));
		assertThat(reader.isTerminated()).isFalse();
		assertThat(other.isTerminated()).isFalse();
		assertThat(waiter.expectTerminalError()).isInstanceOf(OverloadedException.class);
	}

	@Test
	void slowReaderKeepsItsPlaceWhileNobodyWaits() {
		AtomicLong taken = new AtomicLong();
		TestSubscriber<Integer> reader = open(Flux.range(0, 1_000), taken, 1);
		for (int i = 0; i < 100; i++) {
			this.time.advanceTimeBy(SECOND);
			taken.addAndGet(10);
			reader.request(1);
		}
		assertThat(reader.isTerminated()).isFalse();
	}

	@Test
	void slowestReaderGoesWhenAnotherWaits() {
		AtomicLong slow = new AtomicLong();
		AtomicLong fast = new AtomicLong();
		TestSubscriber<Integer> slowReader = open(Flux.range(0, 1_000), slow, 1);
		TestSubscriber<Integer> fastReader = open(Flux.range(0, 1_000), fast, 1);
		read(slowReader, slow, 100, fastReader, fast, 5_000);
		TestSubscriber<String> waiter = open(Flux.just("served"), new AtomicLong(), 1);
		assertThat(waiter.isTerminated()).isFalse();
		this.time.advanceTimeBy(SECOND);
		assertThat(slowReader.expectTerminalError()).isInstanceOf(OverloadedException.class)
			.hasMessageStartingWith(
					"The stream ends here: its reader took less than 1000 bytes a second while others waited for sample.");
		assertThat(waiter.getReceivedOnNext()).containsExactly("served");
		assertThat(fastReader.isTerminated()).isFalse();
	}

	@Test
	void fastReadersGoOnWhoeverWaits() {
		AtomicLong one = new AtomicLong();
		AtomicLong other = new AtomicLong();
		TestSubscriber<Integer> first = open(Flux.range(0, 1_000), one, 1);
		TestSubscriber<Integer> second = open(Flux.range(0, 1_000), other, 1);
		for (int i = 0; i < 5; i++) {
			open(Flux.just(1), new AtomicLong(), 1);
			read(first, one, 2_000, second, other, 2_000);
		}
		assertThat(first.isTerminated()).isFalse();
		assertThat(second.isTerminated()).isFalse();
	}

	@Test
	void streamThatEndsLeavesItsPlace() {
		TestSubscriber<Integer> reader = open(Flux.just(1), new AtomicLong(), 10);
		assertThat(reader.isTerminatedComplete()).isTrue();
		assertThat(this.bulkhead.taken(Use.STREAM)).isZero();
	}

	private void read(TestSubscriber<Integer> one, AtomicLong first, int firstRate, TestSubscriber<Integer> other,
			AtomicLong second, int secondRate) {
		for (int i = 0; i <= WINDOW.toSeconds(); i++) {
			this.time.advanceTimeBy(SECOND);
			first.addAndGet(firstRate);
			second.addAndGet(secondRate);
			one.request(1);
			other.request(1);
		}
	}

	private <T> TestSubscriber<T> open(Flux<T> stream, AtomicLong taken, int wanted) {
		assertThat(this.bulkhead.places(Use.STREAM)).isEqualTo(STREAMS);
		ReaderMeter meter = taken::get;
		TestSubscriber<T> reader = TestSubscriber.builder().initialRequest(wanted).build();
		Flux<T> open = Flux.usingWhen(this.bulkhead.enter(Use.STREAM), (place) -> place.watch(stream),
				(place) -> Mono.fromRunnable(place::leave));
		open.contextWrite(meter::in).subscribe(reader);
		return reader;
	}

}
