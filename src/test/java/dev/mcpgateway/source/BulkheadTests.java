package dev.mcpgateway.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.OverloadedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static dev.mcpgateway.source.Bulkheads.CALLS;
import static dev.mcpgateway.source.Bulkheads.MAX_WAIT;
import static dev.mcpgateway.source.Bulkheads.MAX_WAITING;
import static dev.mcpgateway.source.Bulkheads.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * So many work with a source at once, so many wait, and no place is lost.
 */
class BulkheadTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Bulkhead bulkhead = Bulkheads.on(this.time);

	@AfterEach
	void stop() {
		this.time.dispose();
	}

	@Test
	void placesAreTakenAndLeftHoweverWorkEnds() {
		StepVerifier.create(this.bulkhead.at(Use.CALL, () -> Flux.just(1, 2))).expectNext(1, 2).verifyComplete();
		StepVerifier.create(this.bulkhead.at(Use.CALL, () -> Flux.error(new IllegalStateException("no"))))
			.verifyErrorMessage("no");
		StepVerifier.create(this.bulkhead.at(Use.CALL, () -> {
			throw new IllegalStateException("not even");
		})).verifyErrorMessage("not even");
		Disposable never = this.bulkhead.at(Use.CALL, Mono::never).subscribe();
		assertThat(this.bulkhead.taken(Use.CALL)).isOne();
		never.dispose();
		assertThat(this.bulkhead.taken(Use.CALL)).isZero();
	}

	@Test
	void waitersAreServedInTheirOrder() {
		Sinks.Empty<Integer> first = Sinks.empty();
		Sinks.Empty<Integer> second = Sinks.empty();
		this.bulkhead.at(Use.CALL, first::asMono).subscribe();
		this.bulkhead.at(Use.CALL, second::asMono).subscribe();
		List<Integer> served = new ArrayList<>();
		this.bulkhead.at(Use.CALL, () -> Mono.fromRunnable(() -> served.add(1)).then(Mono.never())).subscribe();
		this.bulkhead.at(Use.CALL, () -> Mono.fromRunnable(() -> served.add(2)).then(Mono.never())).subscribe();
		assertThat(this.bulkhead.waiting(Use.CALL)).isEqualTo(2);
		first.tryEmitEmpty();
		assertThat(served).containsExactly(1);
		second.tryEmitEmpty();
		assertThat(served).containsExactly(1, 2);
		assertThat(this.bulkhead.waiting(Use.CALL)).isZero();
	}

	@Test
	void moreWaitersThanMayWaitAreRefusedAtOnceAndByName() {
		fill(Use.CALL, CALLS + MAX_WAITING);
		StepVerifier.create(this.bulkhead.enter(Use.CALL)).verifyErrorSatisfies((failure) -> {
			assertThat(failure).isInstanceOf(OverloadedException.class)
				.hasMessage("All 2 places for calls of sample are taken and 3 wait for one, which is the limit; "
						+ "try again later.");
			assertThat(((OverloadedException) failure).retryAfter()).isEqualTo(Duration.ofSeconds(1));
		});
		assertThat(this.bulkhead.refused(Use.CALL)).isOne();
	}

	@Test
	void whoWaitsTooLongIsRefusedAndLaterOnesWaitOn() {
		fill(Use.CALL, CALLS);
		List<Throwable> failures = new ArrayList<>();
		this.bulkhead.enter(Use.CALL).subscribe(null, failures::add);
		this.time.advanceTimeBy(MAX_WAIT.dividedBy(2));
		this.bulkhead.enter(Use.CALL).subscribe(null, failures::add);
		this.time.advanceTimeBy(MAX_WAIT.dividedBy(2));
		assertThat(failures).singleElement()
			.isInstanceOf(OverloadedException.class)
			.extracting(Throwable::getMessage)
			.isEqualTo("No place for calls of sample came free within 3000 ms; try again later.");
		assertThat(this.bulkhead.waiting(Use.CALL)).isOne();
		this.time.advanceTimeBy(MAX_WAIT.dividedBy(2));
		assertThat(failures).hasSize(2);
		assertThat(this.bulkhead.waiting(Use.CALL)).isZero();
	}

	@Test
	void noUseTakesThePlacesOfAnother() {
		fill(Use.STREAM, 4);
		fill(Use.STATE, 4);
		assertThat(this.bulkhead.taken(Use.STREAM)).isEqualTo(this.bulkhead.places(Use.STREAM));
		StepVerifier.create(this.bulkhead.at(Use.CALL, () -> Mono.just("served")))
			.expectNext("served")
			.verifyComplete();
	}

	@Test
	void listsTakeNoPlaceOfStreamsAndLoseTheirOwnWhenTheyStall() {
		Bulkhead paged = new Bulkhead("paged", new Shares(CALLS, STREAMS, 0, true).withLists(1), Bulkheads.BOUNDS,
				Ticker.of(this.time));
		paged.at(Use.STREAM, Flux::never).subscribe();
		paged.at(Use.STREAM, Flux::never).subscribe();
		List<Throwable> failures = new ArrayList<>();
		paged.at(Use.LIST, () -> Flux.range(1, 10)).subscribe(new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Takes nothing.
			}

			@Override
			protected void hookOnError(Throwable failure) {
				failures.add(failure);
			}
		});
		assertThat(paged.taken(Use.LIST)).isOne();
		this.time.advanceTimeBy(Bulkheads.READER_TIMEOUT.plusSeconds(1));
		assertThat(failures).singleElement().isInstanceOf(DeadlineExceededException.class);
		assertThat(paged.taken(Use.LIST)).isZero();
	}

	@Test
	void aWaiterThatLeavesMakesRoomForAnother() {
		fill(Use.CALL, CALLS);
		List<Disposable> waiters = fill(Use.CALL, MAX_WAITING);
		waiters.forEach(Disposable::dispose);
		assertThat(this.bulkhead.waiting(Use.CALL)).isZero();
		fill(Use.CALL, MAX_WAITING);
		assertThat(this.bulkhead.waiting(Use.CALL)).isEqualTo(MAX_WAITING);
	}

	@Test
	void workThatEndsAtOnceServesALongQueueWithoutRecursion() {
		Bulkhead narrow = new Bulkhead("narrow", new Shares(1, 1, 0, true), new BulkheadProperties(null, null, null,
				10_000, 1, MAX_WAIT, MAX_WAIT, Bulkheads.BOUNDS.minReaderRate(), MAX_WAIT), Ticker.of(this.time));
		Sinks.Empty<Integer> first = Sinks.empty();
		narrow.at(Use.CALL, first::asMono).subscribe();
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			narrow.at(Use.CALL, () -> Mono.fromRunnable(done::incrementAndGet)).subscribe();
		}
		first.tryEmitEmpty();
		assertThat(done).hasValue(10_000);
		assertThat(narrow.taken(Use.CALL)).isZero();
	}

	@Test
	void workThatThrowsItsErrorsKeepsNoPlaceAndNoWaiter() {
		fill(Use.CALL, CALLS - 1);
		Sinks.Empty<Integer> running = Sinks.empty();
		this.bulkhead.at(Use.CALL, running::asMono).subscribe();
		this.bulkhead.enter(Use.CALL).subscribe((place) -> {
			throw new NoClassDefFoundError("as a reader may");
		});
		Sinks.One<String> served = Sinks.one();
		this.bulkhead.at(Use.CALL, () -> Mono.just("served")).subscribe(served::tryEmitValue);
		running.tryEmitEmpty();
		assertThat(served.asMono().block(Duration.ofSeconds(1))).isEqualTo("served");
	}

	@Test
	void placesAreNeitherLostNorInventedUnderLoad() throws Exception {
		Bulkhead busy = new Bulkhead("busy", new Shares(3, 1, 0, true), new BulkheadProperties(null, null, null, 5, 1,
				Duration.ofMillis(2), MAX_WAIT, Bulkheads.BOUNDS.minReaderRate(), MAX_WAIT), Ticker.system());
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService callers = Executors.newFixedThreadPool(12);
		List<Future<?>> all = new ArrayList<>();
		for (int caller = 0; caller < 12; caller++) {
			Random random = new Random(caller);
			all.add(callers.submit(() -> {
				for (int i = 0; i < 3_000; i++) {
					Flux<Long> work = Flux.usingWhen(
							busy.enter(Use.CALL)
								.doOnNext((place) -> most.accumulateAndGet(inside.incrementAndGet(), Math::max)),
							(place) -> Mono.delay(Duration.ofNanos(random.nextInt(100_000))),
							(place) -> Mono.fromRunnable(() -> {
								inside.decrementAndGet();
								place.leave();
							}));
					Disposable running = work.subscribe((value) -> {
					}, (refused) -> {
					});
					if (random.nextBoolean()) {
						Thread.onSpinWait();
						running.dispose();
					}
				}
				return null;
			}));
		}
		for (Future<?> each : all) {
			each.get();
		}
		callers.shutdownNow();
		await().until(() -> busy.taken(Use.CALL) == 0 && busy.waiting(Use.CALL) == 0);
		assertThat(most).hasValueLessThanOrEqualTo(3);
	}

	private List<Disposable> fill(Use use, int count) {
		List<Disposable> entered = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			entered.add(this.bulkhead.at(use, Mono::never).subscribe((value) -> {
			}, (refused) -> {
			}));
		}
		return entered;
	}

}
