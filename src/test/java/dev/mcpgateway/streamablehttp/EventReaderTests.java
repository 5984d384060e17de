package dev.mcpgateway.streamablehttp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.awaitility.Awaitility.await;

/**
 * Readers of a stream, and the clock that each has while it reads.
 */
class EventReaderTests {

	private static final String HOOK = EventReaderTests.class.getName();

	private static final Duration KEEP_ALIVE = Duration.ofMillis(10);

	private final AtomicInteger ticks = new AtomicInteger();

	@BeforeEach
	void listenToTheClocks() {
		Thread test = Thread.currentThread();
		Schedulers.onScheduleHook(HOOK, (task) -> (Thread.currentThread() != test) ? task : () -> {
			this.ticks.incrementAndGet();
			task.run();
		});
	}

	@AfterEach
	void stopListening() {
		Schedulers.resetOnScheduleHook(HOOK);
	}

	private static MessageStream stream(boolean kept) {
		return new MessageStream(new StreamRules(kept ? "s" : null, 4, true, false, KEEP_ALIVE, Duration.ofSeconds(1)));
	}

	private static Flux<String> events(MessageStream stream) {
		return stream.events(0).map((event) -> new String(event, StandardCharsets.US_ASCII));
	}

	@Test
	void aSilentStreamIsKeptAliveUntilItsReaderLeaves() {
		StepVerifier.create(events(stream(true))).expectNext(":\n\n", ":\n\n", ":\n\n").thenCancel().verify();
		assertNoClockTicks();
	}

	@Test
	void whoTakesNothingGetsOneCommentWhenItDoes() {
		StepVerifier.create(events(stream(true)), 0)
			.then(() -> await().until(() -> this.ticks.get() > 5))
			.thenRequest(1)
			.expectNext(":\n\n")
			.thenCancel()
			.verify();
		assertNoClockTicks();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStreamThatHasEndedAlreadyLeavesNoClock(boolean kept) {
		MessageStream stream = stream(kept);
		stream.onComplete();
		StepVerifier.create(events(stream)).verifyComplete();
		assertNoClockTicks();
	}

	@Test
	void whoLeavesAtOnceLeavesNoClock() {
		StepVerifier.create(events(stream(true)).takeUntilOther(Flux.just(1))).verifyComplete();
		StepVerifier.create(events(stream(true)), 0).thenCancel().verify();
		assertNoClockTicks();
	}

	@Test
	void whoIsDisplacedLeavesNoClock() {
		MessageStream stream = stream(true);
		StepVerifier.create(events(stream), 0).then(() -> events(stream).subscribe().dispose()).verifyComplete();
		assertNoClockTicks();
	}

	private void assertNoClockTicks() {
		// One may be about to when its reader leaves.
		int[] last = { -1 };
		await().pollInterval(KEEP_ALIVE.multipliedBy(10)).until(() -> {
			int before = last[0];
			last[0] = this.ticks.get();
			return last[0] == before;
		});
	}

}
