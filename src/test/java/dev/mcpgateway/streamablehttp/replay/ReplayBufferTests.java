package dev.mcpgateway.streamablehttp.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.web.ByteBudget;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages that are kept, who reads them, and when they go.
 */
class ReplayBufferTests {

	private static final int LENGTH = 100;

	private static final Duration SOON = Duration.ofSeconds(10);

	private final ByteBudget budget = new ByteBudget(10L * (LENGTH + ReplayMemory.OVERHEAD));

	private final ReplayMemory memory = new ReplayMemory(this.budget);

	private final List<String> over = new CopyOnWriteArrayList<>();

	private final AtomicInteger ids = new AtomicInteger();

	private ReplayBuffer buffer(int capacity, boolean ofRequest) {
		ReplayBuffer.Owner owner = new ReplayBuffer.Owner() {
			@Override
			public void reading(ReplayBuffer buffer) {
			}

			@Override
			public void finished(ReplayBuffer buffer, boolean loss) {
				ReplayBufferTests.this.over.add(buffer.id().event(0) + (loss ? " lossy" : ""));
			}
		};
		StreamId id = ofRequest ? new StreamId(this.ids.incrementAndGet()) : StreamId.OWN;
		return new ReplayBuffer(id, new ReplayRules(capacity, ofRequest, false, Duration.ofSeconds(1)), this.memory,
				owner);
	}

	private static ServerMessage notification(int number) {
		return message(number, true);
	}

	private static ServerMessage response(int number) {
		return message(number, false);
	}

	private static ServerMessage message(int number, boolean notification) {
		byte[] json = "%%%dd".formatted(LENGTH).formatted(number).getBytes(StandardCharsets.US_ASCII);
		return notification ? ServerMessage.notified(json) : ServerMessage.response(json);
	}

	private static int number(ServerEvent event) {
		byte[] json = Objects.requireNonNull(event.message()).json();
		return Integer.parseInt(new String(json, StandardCharsets.US_ASCII).strip());
	}

	@Test
	void aReaderThatTakesItsTimeGetsWhatIsKeptAndTheResponse() {
		ReplayBuffer buffer = buffer(5, true);
		buffer.open();
		Flux.range(1, 1_000).map(ReplayBufferTests::notification).concatWithValues(response(0)).subscribe(buffer);
		List<Integer> got = new ArrayList<>();
		StepVerifier.create(buffer.read(0).events().map(ReplayBufferTests::number), 0)
			.thenRequest(1)
			.consumeNextWith(got::add)
			.thenRequest(Long.MAX_VALUE)
			.thenConsumeWhile((number) -> true, got::add)
			.expectComplete()
			.verify(SOON);
		assertThat(got).startsWith(1, 2, 3, 4, 5).endsWith(0);
	}

	@Test
	void whatWasReadToItsEndIsDropped() {
		ReplayBuffer buffer = buffer(100, true);
		buffer.open();
		Flux.range(1, 5).map(ReplayBufferTests::notification).concatWithValues(response(6)).subscribe(buffer);
		assertThat(this.budget.used()).isPositive();
		ReplayReader reader = buffer.read(0);
		StepVerifier.create(reader.events()).expectNextCount(6).verifyComplete();
		reader.delivered();
		assertThat(this.budget.used()).isZero();
		assertThat(this.over).containsExactly("r1-0");
	}

	@Test
	void whatWasReadButNotDeliveredCanBeReadAgain() {
		ReplayBuffer buffer = buffer(100, true);
		buffer.open();
		Flux.range(1, 5).map(ReplayBufferTests::notification).concatWithValues(response(6)).subscribe(buffer);
		StepVerifier.create(buffer.read(0).events()).expectNextCount(6).verifyComplete();
		assertThat(buffer.canResume(3)).isTrue();
		StepVerifier.create(buffer.read(3).events().map(ReplayBufferTests::number))
			.expectNext(4, 5, 6)
			.verifyComplete();
		assertThat(this.over).isEmpty();
	}

	@Test
	void theOldestOfAllStreamsGoesWhenTheBudgetIsUsedUp() {
		ReplayBuffer first = buffer(100, true);
		ReplayBuffer second = buffer(100, true);
		first.open();
		second.open();
		Flux.range(1, 6).map(ReplayBufferTests::notification).concatWith(Flux.never()).subscribe(first);
		Flux.range(1, 8).map(ReplayBufferTests::notification).concatWith(Flux.never()).subscribe(second);
		assertThat(this.budget.used()).isEqualTo(this.budget.limit());
		assertThat(first.canResume(3)).isFalse();
		assertThat(first.canResume(4)).isTrue();
		assertThat(second.canResume(0)).isTrue();
		first.dispose();
		second.dispose();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void aReaderThatLosesAMessageToTheBudgetIsCutOff() {
		ReplayBuffer slow = buffer(100, true);
		slow.open();
		slow.onSubscribe(new Idle());
		ReplayReader reader = slow.read(0);
		StepVerifier.create(reader.events(), 0).then(() -> {
			slow.onNext(response(1));
			slow.onComplete();
			ReplayBuffer other = buffer(100, true);
			other.open();
			Flux.range(1, 10).map(ReplayBufferTests::notification).concatWith(Flux.never()).subscribe(other);
		}).verifyComplete();
		reader.delivered();
		assertThat(this.over).containsExactly("r1-0 lossy");
	}

	@Test
	void aMessageLargerThanTheBudgetCostsNobodyElse() {
		ReplayBuffer other = buffer(100, true);
		other.open();
		Flux.range(1, 5).map(ReplayBufferTests::notification).concatWith(Flux.never()).subscribe(other);
		ReplayBuffer buffer = buffer(100, true);
		buffer.open();
		ServerMessage huge = ServerMessage.response(new byte[Math.toIntExact(this.budget.limit())]);
		Flux.just(huge).subscribe(buffer);
		assertThat(other.canResume(0)).isTrue();
		assertThat(this.over).containsExactly("r2-0 lossy");
	}

	@Test
	void aSessionsOwnStreamForgetsTheOldestAndSaysSo() {
		ReplayBuffer own = buffer(3, false);
		Flux.range(1, 5).map(ReplayBufferTests::notification).concatWith(Flux.never()).subscribe(own);
		assertThat(own.canResume(1)).isFalse();
		assertThat(own.takeMissed()).isTrue();
		assertThat(own.takeMissed()).isFalse();
		StepVerifier.create(own.read(own.lastRead()).events().map(ReplayBufferTests::number))
			.expectNext(3, 4, 5)
			.thenCancel()
			.verify();
	}

	@Test
	void aResponseThatComesAloneIsNotKept() {
		ReplayBuffer buffer = buffer(3, true);
		Flux.just(response(1)).subscribe(buffer);
		assertThat(buffer.alone()).isPresent();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void nothingIsKeptForAClientThatLeftBeforeItsStreamBegan() {
		ReplayBuffer buffer = buffer(3, true);
		Sinks.Many<ServerMessage> source = Sinks.many().unicast().onBackpressureBuffer();
		source.asFlux().subscribe(buffer);
		buffer.decided(Duration.ofMinutes(1)).subscribe().dispose();
		source.tryEmitNext(notification(1)).orThrow();
		source.tryEmitNext(response(2)).orThrow();
		assertThat(this.budget.used()).isZero();
	}

	/** Readers displace each other while messages come and go. */
	@Test
	void readersThatRaceLeaveNothingBehind() throws Exception {
		int rounds = 200;
		for (int round = 0; round < rounds; round++) {
			ReplayBuffer buffer = buffer(50, true);
			buffer.open();
			CountDownLatch done = new CountDownLatch(3);
			Flux.range(1, 40)
				.map(ReplayBufferTests::notification)
				.concatWithValues(response(41))
				.subscribeOn(Schedulers.parallel())
				.doFinally((signal) -> done.countDown())
				.subscribe(buffer);
			for (int i = 0; i < 2; i++) {
				Schedulers.parallel().schedule(() -> {
					ReplayReader reader = buffer.read(0);
					reader.events()
						.doOnComplete(reader::delivered)
						.doFinally((signal) -> done.countDown())
						.subscribe(new OneByOne());
				});
			}
			assertThat(done.await(10, TimeUnit.SECONDS)).as("round %d", round).isTrue();
			ReplayReader last = buffer.read(buffer.lastRead());
			last.events().doOnComplete(last::delivered).blockLast(SOON);
		}
		await().atMost(SOON).until(() -> this.budget.used() == 0);
		assertThat(this.over).hasSizeGreaterThanOrEqualTo(rounds);
	}

	/** Streams of many sessions push each other out from many threads. */
	@Test
	void evictionsThatRaceKeepTheBudget() throws Exception {
		List<ReplayBuffer> buffers = IntStream.range(0, 8).mapToObj((i) -> buffer(20, i % 2 == 0)).toList();
		CountDownLatch done = new CountDownLatch(buffers.size());
		buffers.forEach(ReplayBuffer::open);
		buffers.forEach((buffer) -> Flux.range(1, 5_000)
			.map(ReplayBufferTests::notification)
			.doOnNext((message) -> assertThat(this.budget.used()).isLessThanOrEqualTo(this.budget.limit()))
			.subscribeOn(Schedulers.boundedElastic())
			.doOnTerminate(done::countDown)
			.concatWith(Flux.never())
			.subscribe(buffer));
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		buffers.forEach(ReplayBuffer::dispose);
		await().atMost(SOON).until(() -> this.budget.used() == 0);
	}

	/**
	 * A source that is fed by hand.
	 */
	private static final class Idle implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	}

	/**
	 * A slow reader.
	 */
	private static final class OneByOne extends BaseSubscriber<ServerEvent> {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		@Override
		protected void hookOnNext(ServerEvent event) {
			Schedulers.parallel().schedule(() -> request(1));
		}

	}

}
