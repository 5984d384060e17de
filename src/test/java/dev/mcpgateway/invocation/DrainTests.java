package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.GatewayStoppingException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DrainTests {

	private final AtomicInteger drained = new AtomicInteger();

	@Test
	void withoutCallsTheStopIsImmediate() {
		CallGuard guard = new CallGuard(CallDurations.PATIENT);
		guard.stop(this.drained::incrementAndGet);
		assertThat(this.drained).hasValue(1);
		assertThat(guard.isRunning()).isFalse();
	}

	@Test
	void runningCallsFinishAndTheStopWaitsForThem() {
		CallGuard guard = new CallGuard(CallDurations.PATIENT);
		Sinks.Many<Integer> source = Sinks.many().unicast().onBackpressureBuffer();
		StrictSubscriber<Integer> reader = new StrictSubscriber<>();
		guard.guard(source::asFlux, guard.streamLimit()).subscribe(reader);
		reader.request(10);
		guard.stop(this.drained::incrementAndGet);
		assertThat(this.drained).hasValue(0);
		source.tryEmitNext(1);
		source.tryEmitComplete();
		assertThat(reader.values()).isOne();
		assertThat(reader.isCompleted()).isTrue();
		assertThat(this.drained).hasValue(1);
	}

	@Test
	void lateCallsAreEndedAndTheStopGoesOnOnce() {
		CallGuard guard = new CallGuard(CallDurations.drain(Duration.ofMillis(200)));
		StrictSubscriber<Object> first = new StrictSubscriber<>();
		StrictSubscriber<Object> second = new StrictSubscriber<>();
		AtomicInteger cancelled = new AtomicInteger();
		guard.guard(() -> Flux.never().doOnCancel(cancelled::incrementAndGet), guard.streamLimit()).subscribe(first);
		guard.guard(() -> Flux.from((subscriber) -> {
		}), guard.answerLimit()).subscribe(second);
		guard.stop(this.drained::incrementAndGet);
		await().until(() -> first.isEnded() && second.isEnded());
		assertThat(first.failure()).isInstanceOf(GatewayStoppingException.class);
		assertThat(second.failure()).isInstanceOf(GatewayStoppingException.class);
		assertThat(first.breaches()).isEmpty();
		assertThat(second.breaches()).isEmpty();
		assertThat(cancelled).hasValue(1);
		await().until(() -> this.drained.get() == 1);
	}

	@Test
	void newCallsAreRefusedAndTheRestOfRunningOnesIsNot() {
		CallGuard guard = new CallGuard(CallDurations.PATIENT);
		guard.stop();
		StepVerifier.create(guard.guard(() -> Flux.just(1), guard.answerLimit()))
			.verifyError(GatewayStoppingException.class);
		StepVerifier.create(guard.guardRest(Flux.just(1), guard.streamLimit())).expectNext(1).verifyComplete();
	}

	@Test
	void afterARestartCallsRunAgain() {
		CallGuard guard = new CallGuard(CallDurations.PATIENT);
		guard.stop();
		guard.start();
		assertThat(guard.isRunning()).isTrue();
		StepVerifier.create(guard.guard(() -> Flux.just(1), guard.answerLimit())).expectNext(1).verifyComplete();
	}

	@Test
	void theDrainTimeOfAStopEndsNoCallOfTheNextStart() {
		CallGuard guard = new CallGuard(CallDurations.drain(Duration.ofMillis(200)));
		guard.guard(Flux::never, guard.answerLimit()).subscribe();
		guard.stop(this.drained::incrementAndGet);
		guard.start();
		StrictSubscriber<Object> later = new StrictSubscriber<>();
		guard.guard(Flux::never, guard.answerLimit()).subscribe(later);
		await().pollDelay(Duration.ofMillis(400)).until(() -> true);
		assertThat(later.isEnded()).isFalse();
	}

	@Test
	void callsStopBeforeAnythingElse() {
		assertThat(new CallGuard(CallDurations.PATIENT).getPhase()).isEqualTo(Integer.MAX_VALUE);
	}

}
