package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.web.ByteBudget;
import dev.mcpgateway.web.HttpProperties;
import dev.mcpgateway.web.UnreadBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a response is written, and that nothing is left running when it is not.
 */
class ResponseModeTests {

	private static final String HOOK = ResponseModeTests.class.getName();

	private static final RequestId ID = RequestId.of(1);

	private static final Accepted BOTH = new Accepted(true, true);

	private static final UnreadBytes UNREAD = new UnreadBytes(new HttpProperties(DataSize.ofMegabytes(1),
			DataSize.ofMegabytes(8), Duration.ofSeconds(1), 10, 1000, DataSize.ofKilobytes(100)));

	private final StreamUsage usage = new StreamUsage(new ByteBudget(0));

	private final ResponseMode modes = new ResponseMode(
			new StreamableHttpProperties(Duration.ofMillis(50), Duration.ofSeconds(10), Duration.ofSeconds(1)),
			this.usage, UNREAD);

	private final Written output = new Written();

	@AfterEach
	void stopListening() {
		Schedulers.resetOnScheduleHook(HOOK);
	}

	private HttpAnswer bound(Flux<ServerMessage> messages, Accepted accepted) {
		return this.modes.bound(ID, messages, accepted, (response) -> 200);
	}

	private static ServerMessage response(String json) {
		return ServerMessage.response(json.getBytes(StandardCharsets.US_ASCII));
	}

	private static ServerMessage notification(String json) {
		return ServerMessage.notified(json.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void nothingStartsBeforeTheResponseIsWritten() {
		AtomicInteger started = new AtomicInteger();
		Flux<ServerMessage> messages = Flux.just(response("r")).doOnSubscribe((each) -> started.incrementAndGet());
		Mono<Void> writing = bound(messages, BOTH).writeTo(this.output);
		assertThat(started).hasValue(0);
		writing.block();
		assertThat(started).hasValue(1);
		assertThat(this.output.wrote).containsExactly("200 r");
	}

	@Test
	void aResponseThatIsThereAtOnceCostsNoTimer() {
		AtomicInteger scheduled = new AtomicInteger();
		Schedulers.onScheduleHook(HOOK, (task) -> {
			scheduled.incrementAndGet();
			return task;
		});
		bound(Flux.just(response("r")), BOTH).writeTo(this.output).block();
		assertThat(scheduled).hasValue(0);
	}

	/** The connection may be gone before a stream is begun. */
	@Test
	void aSourceIsCancelledWhenItsStreamCannotBeBegun() {
		TestPublisher<ServerMessage> source = TestPublisher.create();
		Mono<Void> writing = bound(source.flux(), BOTH).writeTo(new Gone());
		StepVerifier.create(writing)
			.then(() -> source.next(notification("n")))
			.verifyError(IllegalStateException.class);
		source.assertCancelled();
		assertThat(this.usage.openStreams()).isZero();
	}

	@Test
	void aSourceIsCancelledWhenItsClientLeavesAtAnyTime() {
		for (Accepted accepted : List.of(BOTH, new Accepted(true, false), new Accepted(false, true))) {
			for (int told = 0; told < 3; told++) {
				TestPublisher<ServerMessage> source = TestPublisher.create();
				var writing = bound(source.flux(), accepted).writeTo(this.output).subscribe();
				for (int i = 0; i < told; i++) {
					source.next(notification("n"));
				}
				writing.dispose();
				source.assertCancelled();
			}
		}
		assertThat(this.usage.openStreams()).isZero();
	}

	@Test
	void aStreamIsOpenedWhenNothingComesForSomeTime() {
		TestPublisher<ServerMessage> source = TestPublisher.create();
		StepVerifier.create(bound(source.flux(), BOTH).writeTo(this.output))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(200))
			.then(() -> source.next(response("late")).complete())
			.verifyComplete();
		assertThat(this.output.wrote).containsExactly("events", "event: message\ndata: late\n\n");
	}

	@Test
	void aStreamEndsWithItsResponse() {
		bound(Flux.just(notification("n"), response("r")), BOTH).writeTo(this.output).block(Duration.ofSeconds(5));
		assertThat(String.join("", this.output.wrote))
			.isEqualTo("events" + "event: message\ndata: n\n\n" + "event: message\ndata: r\n\n");
	}

	/**
	 * Reads at once.
	 */
	private static final class Written implements ResponseOutput {

		private final List<String> wrote = new ArrayList<>();

		@Override
		public void header(String name, String value) {
		}

		@Override
		public Mono<Void> whole(int status, byte[] body) {
			return Mono.fromRunnable(() -> this.wrote.add(status + " " + new String(body, StandardCharsets.US_ASCII)));
		}

		@Override
		public Mono<Void> events(Flux<Mono<ByteBuffer>> pieces) {
			return Mono.defer(() -> {
				this.wrote.add("events");
				return pieces.concatMap((piece) -> piece, 1)
					.doOnNext((bytes) -> this.wrote.add(StandardCharsets.US_ASCII.decode(bytes).toString()))
					.then();
			});
		}

	}

	/**
	 * Fails without asking for anything, as a channel does that is not active any more.
	 */
	private static final class Gone implements ResponseOutput {

		@Override
		public void header(String name, String value) {
		}

		@Override
		public Mono<Void> whole(int status, byte[] body) {
			return Mono.error(new IllegalStateException("gone"));
		}

		@Override
		public Mono<Void> events(Flux<Mono<ByteBuffer>> pieces) {
			return Mono.error(new IllegalStateException("gone"));
		}

	}

}
