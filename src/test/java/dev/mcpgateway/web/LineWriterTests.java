package dev.mcpgateway.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LineWriterTests {

	@Test
	void aLineArrivesBeforeTheNextExists() throws IOException {
		Sinks.Many<String> source = Sinks.many().unicast().onBackpressureBuffer();
		try (LineServer server = LineServer.streaming(source::asFlux); RawConnection client = get(server)) {
			for (int i = 0; i < 5; i++) {
				source.tryEmitNext("line " + i).orThrow();
				assertThat(client.readUntil("line " + i + "\n")).endsWith("line " + i + "\n");
			}
			source.tryEmitComplete();
			assertThat(client.readUntil("0\r\n\r\n")).endsWith("0\r\n\r\n");
		}
	}

	@Test
	void whatIsReadyGoesOutTogether() throws IOException {
		int lines = 30_000;
		try (LineServer server = LineServer.streaming(() -> Flux.range(0, lines).map((number) -> "line " + number));
				RawConnection client = get(server)) {
			String answer = client.readUntil("\r\n0\r\n\r\n");
			long chunks = answer.lines().filter((line) -> line.matches("[0-9a-f]{1,6}")).count();
			assertThat(answer).contains("line 29999\n");
			assertThat(chunks).isLessThan(lines / 100);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 500, 20_000, 200_000 })
	void everyLineArrivesInOrderWhateverItsLength(int length) {
		int lines = Math.min(3_000, 4_000_000 / length);
		String filling = "x".repeat(length);
		try (LineServer server = LineServer
			.streaming(() -> Flux.range(0, lines).map((number) -> number + filling).publishOn(Schedulers.parallel()))) {
			Answer answer = client(server).get("/");
			assertThat(answer.lines())
				.isEqualTo(IntStream.range(0, lines).mapToObj((number) -> number + filling).toList());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_000, 100_000, 1_000_000 })
	void aReaderThatStallsStallsTheSource(int length) throws Exception {
		AtomicLong produced = new AtomicLong();
		String line = "x".repeat(length);
		try (LineServer server = LineServer.streaming(
				() -> Flux.range(0, 1_000_000).map((number) -> line).doOnNext((each) -> produced.incrementAndGet()));
				RawConnection client = RawConnection.open(server.port(), 8 * 1024)) {
			client.send(RawConnection.head("GET", "/"));
			client.readUntil("\n" + line.charAt(0));
			long stalled = settled(produced);
			// What the kernel holds for both sides, and a few lines.
			assertThat(stalled * length).isLessThan(6_000_000L + 10L * length);
			client.input().readNBytes(20_000_000);
			await().until(() -> produced.get() > stalled);
		}
	}

	@Test
	void aReaderThatLeavesCancelsTheSource() throws IOException {
		try (LineServer server = LineServer
			.streaming(() -> Flux.interval(Duration.ofMillis(10)).map(Object::toString))) {
			try (RawConnection client = get(server)) {
				client.readUntil("3\n");
			}
			await().until(() -> server.cancelled() == 1);
			try (RawConnection client = get(server)) {
				client.readUntil("3\n");
				client.reset();
			}
			await().until(() -> server.cancelled() == 2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aReaderThatLeavesBeforeAnyLineCancelsTheSource(boolean whole) throws IOException {
		AtomicInteger subscribed = new AtomicInteger();
		Supplier<Flux<String>> stream = () -> Flux.<String>never()
			.doOnSubscribe((subscription) -> subscribed.incrementAndGet());
		try (LineServer server = whole ? LineServer.whole(stream) : LineServer.streaming(stream)) {
			RawConnection client = get(server);
			await().until(() -> subscribed.get() == 1);
			client.close();
			await().until(() -> server.cancelled() == 1);
		}
	}

	@Test
	void aStreamThatEndsByItselfIsNotCancelled() {
		try (LineServer server = LineServer.streaming(() -> Flux.range(0, 5_000).map(Object::toString))) {
			assertThat(client(server).get("/").lines()).hasSize(5_000);
			assertThat(client(server).get("/").lines()).hasSize(5_000);
			assertThat(server.cancelled()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream", "bad", "worse" })
	void aFailureBeforeAnyLineIsSignalled(String kind) {
		Flux<String> stream = "stream".equals(kind) ? Flux.error(new IllegalStateException("no")) : Flux.just(kind);
		try (LineServer server = LineServer.streaming(() -> stream)) {
			Answer answer = client(server).get("/");
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.body()).isEmpty();
			assertThat(server.failure()).isNotNull();
		}
	}

	@Test
	void aFailureAfterALineIsTheLastLine() {
		Flux<String> failing = Flux.concat(Flux.just("one", "two"), Flux.error(new IllegalStateException("no")));
		try (LineServer server = LineServer.streaming(() -> failing)) {
			Answer answer = client(server).get("/");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.lines()).containsExactly("one", "two", "failed: no");
			assertThat(server.failure()).isNull();
			assertThat(server.cancelled()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad", "worse" })
	void aValueThatCannotBeWrittenEndsTheStreamWithoutHalfALine(String value) {
		try (LineServer server = LineServer
			.streaming(() -> Flux.just("one", value + "value", "three").concatWith(Mono.never()))) {
			Answer answer = client(server).get("/");
			assertThat(answer.lines()).hasSize(2).startsWith("one");
			assertThat(answer.lines().getLast()).startsWith("failed: ").doesNotContain("three");
			assertThat(server.cancelled()).isOne();
		}
	}

	@Test
	void aValueThatCannotBeWrittenLaterEndsTheStreamToo() {
		Flux<String> slow = Flux.just("one", "badvalue", "three").delayElements(Duration.ofMillis(50));
		try (LineServer server = LineServer.streaming(() -> slow)) {
			assertThat(client(server).get("/").lines()).containsExactly("one", "failed: cannot write badvalue");
		}
	}

	@Test
	void aStreamWithoutLinesIsAnEmptyAnswer() {
		try (LineServer server = LineServer.streaming(Flux::empty)) {
			Answer answer = client(server).get("/");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).isEmpty();
		}
		try (LineServer server = LineServer.streaming(() -> Flux.just("", "", ""))) {
			assertThat(client(server).get("/").body()).isEmpty();
		}
	}

	@Test
	void valuesWithoutALineAreDropped() {
		try (LineServer server = LineServer.streaming(() -> Flux.just("", "one", "", "two", ""))) {
			assertThat(client(server).get("/").lines()).containsExactly("one", "two");
		}
	}

	@Test
	void aWholeAnswerHasItsLength() {
		try (LineServer server = LineServer.whole(() -> Flux.just("one"))) {
			Answer answer = client(server).get("/");
			assertThat(answer.text()).isEqualTo("one\n");
			assertThat(answer.header("Content-Length")).isEqualTo("4");
		}
		try (LineServer server = LineServer.whole(Flux::empty)) {
			assertThat(client(server).get("/").header("Content-Length")).isEqualTo("0");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream", "bad", "worse" })
	void aWholeAnswerThatFailsIsSignalled(String kind) {
		Flux<String> stream = "stream".equals(kind)
				? Flux.just("one").concatWith(Flux.error(new IllegalStateException("no"))) : Flux.just("one", kind);
		try (LineServer server = LineServer.whole(() -> stream)) {
			Answer answer = client(server).get("/");
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.body()).isEmpty();
		}
	}

	@Test
	void manyStreamsAtOnceDoNotMixTheirLines() {
		AtomicInteger number = new AtomicInteger();
		try (LineServer server = LineServer.streaming(() -> {
			String mark = "m" + number.incrementAndGet() + "|";
			return Flux.range(0, 2_000).map((each) -> mark + each).publishOn(Schedulers.parallel());
		})) {
			GatewayClient client = client(server);
			IntStream.range(0, 20).parallel().forEach((each) -> {
				Answer answer = client.get("/");
				assertThat(answer.lines()).hasSize(2_000);
				assertThat(answer.lines()
					.stream()
					.map((line) -> line.substring(0, line.indexOf('|')))
					.collect(Collectors.toSet())).hasSize(1);
			});
		}
	}

	/** What a counter comes to when nothing moves it any more. */
	private static long settled(AtomicLong counter) {
		AtomicLong before = new AtomicLong(-1);
		await().pollInterval(Duration.ofMillis(300))
			.atMost(Duration.ofSeconds(20))
			.until(() -> before.getAndSet(counter.get()) == counter.get());
		return counter.get();
	}

	private static GatewayClient client(LineServer server) {
		return new GatewayClient(server.port());
	}

	private static RawConnection get(LineServer server) throws IOException {
		RawConnection client = RawConnection.open(server.port());
		client.send(RawConnection.head("GET", "/"));
		return client;
	}

}
