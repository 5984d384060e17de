package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.mcpgateway.failure.OverloadedException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class OverloadTests {

	private final CallGuard guard = new CallGuard(CallDurations.concurrent(2));

	@Test
	void moreThanMayRunAreRefusedWithoutAnyWork() {
		Disposable first = run(Flux.never());
		Disposable second = run(Flux.never());
		AtomicInteger worked = new AtomicInteger();
		StepVerifier.create(this.guard.guard(() -> {
			worked.incrementAndGet();
			return Flux.empty();
		}, this.guard.answerLimit())).verifyErrorSatisfies((failure) -> {
			assertThat(failure).isInstanceOf(OverloadedException.class).hasMessageContaining("2 calls are running");
			assertThat(((OverloadedException) failure).retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
		assertThat(worked).hasValue(0);
		first.dispose();
		second.dispose();
	}

	@Test
	void aPlaceIsGivenBackHoweverACallEnds() {
		Sinks.Empty<Void> completing = Sinks.empty();
		Sinks.Empty<Void> failing = Sinks.empty();
		run(completing.asMono().flux());
		run(failing.asMono().flux());
		assertRefused();
		completing.tryEmitEmpty();
		Disposable cancelled = run(Flux.never());
		assertRefused();
		failing.tryEmitError(new IllegalStateException("no"));
		run(Flux.never());
		assertRefused();
		cancelled.dispose();
		assertAdmitted();
	}

	@Test
	void aPlaceIsGivenBackOnceOnly() {
		Disposable first = run(Flux.never());
		first.dispose();
		first.dispose();
		run(Flux.never());
		run(Flux.never());
		assertRefused();
	}

	@Test
	void workThatCannotEvenStartGivesItsPlaceBack() {
		for (int i = 0; i < 5; i++) {
			StepVerifier.create(this.guard.guard(() -> {
				throw new IllegalStateException("no");
			}, this.guard.answerLimit())).verifyErrorMessage("no");
		}
		assertAdmitted();
	}

	@Test
	void aReaderThatLeavesAtOnceGivesItsPlaceBackAndNothingIsDone() {
		AtomicInteger worked = new AtomicInteger();
		for (int i = 0; i < 5; i++) {
			StrictSubscriber<Object> reader = new StrictSubscriber<>() {
				@Override
				void subscribed() {
					cancel();
				}
			};
			this.guard
				.guard(() -> Flux.never().doOnSubscribe((subscription) -> worked.incrementAndGet()),
						this.guard.answerLimit())
				.subscribe(reader);
			assertThat(reader.breaches()).isEmpty();
		}
		assertThat(worked).hasValue(0);
		assertAdmitted();
	}

	@Test
	void theRestOfWorkCountsButIsNotRefused() {
		run(Flux.never());
		run(Flux.never());
		Disposable rest = this.guard.guardRest(Flux.never(), this.guard.streamLimit()).subscribe();
		assertThat(rest.isDisposed()).isFalse();
		assertRefused();
	}

	@Test
	void placesAreNeitherLostNorInventedUnderLoad() throws Exception {
		CallGuard busy = new CallGuard(CallDurations.concurrent(8));
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService callers = Executors.newFixedThreadPool(16);
		List<Future<?>> all = new ArrayList<>();
		for (int caller = 0; caller < 16; caller++) {
			all.add(callers.submit(() -> {
				for (int i = 0; i < 500; i++) {
					busy.guard(() -> Mono.fromRunnable(() -> {
						most.accumulateAndGet(inside.incrementAndGet(), Math::max);
						LockSupport.parkNanos(1_000);
						inside.decrementAndGet();
					}).flux(), busy.answerLimit()).onErrorComplete(OverloadedException.class).blockLast();
				}
				return null;
			}));
		}
		for (Future<?> each : all) {
			each.get();
		}
		callers.shutdownNow();
		assertThat(most).hasValueLessThanOrEqualTo(8);
		for (int i = 0; i < 8; i++) {
			busy.guard(Flux::never, busy.answerLimit()).subscribe();
		}
		StepVerifier.create(busy.guard(Flux::empty, busy.answerLimit())).verifyError(OverloadedException.class);
	}

	private Disposable run(Flux<?> work) {
		return this.guard.guard(() -> work, this.guard.answerLimit()).subscribe((value) -> {
		}, (failure) -> {
		});
	}

	private void assertRefused() {
		StepVerifier.create(this.guard.guard(Flux::empty, this.guard.answerLimit()))
			.verifyError(OverloadedException.class);
	}

	private void assertAdmitted() {
		StepVerifier.create(this.guard.guard(Flux::empty, this.guard.answerLimit())).verifyComplete();
	}

}
