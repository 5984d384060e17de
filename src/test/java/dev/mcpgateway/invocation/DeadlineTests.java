package dev.mcpgateway.invocation;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.mcpgateway.failure.DeadlineExceededException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeadlineTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration LONG = Duration.ofMinutes(1);

	private final AtomicBoolean cancelled = new AtomicBoolean();

	@Test
	void aCallThatDoesNotFinishIsEndedAndItsWorkCancelled() {
		CallGuard guard = new CallGuard(CallDurations.deadline(SHORT));
		StepVerifier
			.create(guard.guard(() -> Flux.never().doOnCancel(() -> this.cancelled.set(true)), guard.answerLimit()))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(DeadlineExceededException.class)
				.hasMessage("The call did not finish within 200 ms."))
			.verify(Duration.ofSeconds(10));
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void aSingleCallHasOneDeadlineHoweverMuchItTells() {
		CallGuard guard = new CallGuard(CallDurations.deadline(SHORT));
		StepVerifier
			.create(guard.guard(() -> Flux.interval(Duration.ofMillis(20)).onBackpressureDrop(), guard.answerLimit()))
			.thenConsumeWhile((tick) -> true)
			.expectError(DeadlineExceededException.class)
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void aPublisherThatNeverEvenAnswersIsEnded() {
		CallGuard guard = new CallGuard(CallDurations.deadline(SHORT));
		StrictSubscriber<Object> reader = new StrictSubscriber<>();
		guard.guard(() -> Flux.from((subscriber) -> {
		}), guard.answerLimit()).subscribe(reader);
		await().until(reader::isEnded);
		assertThat(reader.breaches()).isEmpty();
		assertThat(reader.failure()).isInstanceOf(DeadlineExceededException.class);
	}

	@Test
	void aStreamMayTakeAnyTimeWhileItMoves() {
		CallGuard guard = new CallGuard(CallDurations.pauses(Duration.ofMillis(400), LONG));
		StepVerifier
			.create(guard.guard(() -> Flux.interval(Duration.ofMillis(40)).onBackpressureDrop().take(25),
					guard.streamLimit()))
			.expectNextCount(25)
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void aStreamThatStandsStillWhileItsReaderWaitsIsEnded() {
		CallGuard guard = new CallGuard(CallDurations.pauses(SHORT, LONG));
		StepVerifier
			.create(guard.guard(
					() -> Flux.concat(Mono.just(1), Mono.<Integer>never()).doOnCancel(() -> this.cancelled.set(true)),
					guard.streamLimit()))
			.expectNext(1)
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(DeadlineExceededException.class)
				.hasMessage("Nothing more was produced within 200 ms."))
			.verify(Duration.ofSeconds(10));
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void aSourceIsNotBlamedWhileNobodyAsks() throws InterruptedException {
		CallGuard guard = new CallGuard(CallDurations.pauses(SHORT, LONG));
		StrictSubscriber<Integer> reader = new StrictSubscriber<>();
		guard.guard(() -> Flux.range(1, 100), guard.streamLimit()).subscribe(reader);
		reader.request(1);
		// Nothing must happen: there is nothing to wait for but time.
		Thread.sleep(SHORT.multipliedBy(4));
		assertThat(reader.isEnded()).isFalse();
		reader.request(200);
		assertThat(reader.values()).isEqualTo(100);
		assertThat(reader.isCompleted()).isTrue();
	}

	@Test
	void aReaderThatTakesNothingIsGivenUp() {
		CallGuard guard = new CallGuard(CallDurations.pauses(LONG, SHORT));
		StepVerifier
			.create(guard.guard(() -> Flux.range(1, 100).doOnCancel(() -> this.cancelled.set(true)),
					guard.streamLimit()), 3)
			.expectNext(1, 2, 3)
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(DeadlineExceededException.class)
				.hasMessage("The reader took nothing within 200 ms."))
			.verify(Duration.ofSeconds(10));
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void aReaderIsNotBlamedWhileItWaits() throws InterruptedException {
		CallGuard guard = new CallGuard(CallDurations.pauses(LONG, SHORT));
		Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
		StrictSubscriber<Integer> reader = new StrictSubscriber<>();
		guard.guard(source::asFlux, guard.streamLimit()).subscribe(reader);
		reader.request(10);
		// Nothing must happen: there is nothing to wait for but time.
		Thread.sleep(SHORT.multipliedBy(4));
		assertThat(reader.isEnded()).isFalse();
		source.tryEmitComplete();
		assertThat(reader.isCompleted()).isTrue();
	}

	@Test
	void noClockIsLeftBehind() {
		CallGuard guard = new CallGuard(CallDurations.PATIENT);
		List<WeakReference<Object>> readers = new ArrayList<>();
		for (TimeLimit limit : List.of(guard.answerLimit(), guard.streamLimit())) {
			for (int i = 0; i < 20; i++) {
				Sinks.Many<Integer> completing = Sinks.many().unicast().onBackpressureBuffer();
				readers.add(read(guard.guard(completing::asFlux, limit)));
				completing.tryEmitComplete();
				Sinks.Many<Integer> failing = Sinks.many().unicast().onBackpressureBuffer();
				readers.add(read(guard.guard(failing::asFlux, limit)));
				failing.tryEmitError(new IllegalStateException("no"));
				StrictSubscriber<Object> leaving = new StrictSubscriber<>();
				guard.guard(Flux::never, limit).subscribe(leaving);
				leaving.cancel();
				readers.add(new WeakReference<>(leaving));
			}
		}
		// A clock that still ran would hold its call and the reader for a minute.
		await().atMost(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return readers.stream().allMatch((each) -> each.refersTo(null));
		});
	}

	private static WeakReference<Object> read(Flux<?> work) {
		StrictSubscriber<Object> reader = new StrictSubscriber<>();
		work.subscribe(reader);
		return new WeakReference<>(reader);
	}

}
