package dev.mcpgateway.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code find_items} as a stream: a reader who stalls, one who leaves, a source that
 * fails, and nothing to read.
 */
@MongoTest
@TestPropertySource(
		properties = { "gateway.mongo.bulkhead.max-waiting-streams=40", "gateway.mongo.bulkhead.max-wait=1m" })
class MongoStreamTests {

	private static final int ITEMS = 4_000;

	private static final int ITEM_BYTES = 32 * 1024;

	private static final int BATCH = 128;

	private static final int ALL_BATCHES = ITEMS / BATCH + 1;

	private static final String LARGE = "large-" + new ObjectId().toHexString();

	private static final String ALL_LARGE = large(10_000);

	private static final long MEBI = 1024 * 1024;

	@LocalServerPort
	private int port;

	@Autowired
	private MongoCommands commands;

	@Autowired
	private MeterRegistry metrics;

	private GatewayClient gateway;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	@BeforeAll
	static void store() {
		String text = "x".repeat(ITEM_BYTES);
		MongoTestServer.shared()
			.insert(LARGE, Flux.range(1, ITEMS).map((i) -> new Document("i", i).append("text", text)));
	}

	@AfterAll
	static void remove() {
		MongoTestServer.shared().command(new Document("drop", LARGE));
	}

	@BeforeEach
	void connect() {
		this.gateway = new GatewayClient(this.port);
		await().atMost(Duration.ofSeconds(30)).until(() -> MongoTestServer.shared().openCursors() == 0);
		this.commands.clear();
	}

	@Test
	void aReaderWhoStallsStallsTheCursorAndMemoryStaysFlat() throws IOException {
		long before = usedHeap();
		try (BufferedReader reader = lines(this.gateway.open("find_items", ALL_LARGE))) {
			assertThat(reader.readLine()).startsWith("{\"_id\":");
			long stalledAt = batchesWhenQuiet();
			// What is on its way in sockets' buffers, and little more.
			assertThat(stalledAt).isLessThan(ALL_BATCHES / 2);
			assertThat(usedHeap() - before).isLessThan(32 * MEBI);
			int lines = 1;
			String line = reader.readLine();
			while (line != null) {
				lines++;
				if (lines % 500 == 0) {
					assertThat(usedHeap() - before).as("after %d lines", lines).isLessThan(32 * MEBI);
				}
				assertThat(line).endsWith("x\"}");
				line = reader.readLine();
			}
			assertThat(lines).isEqualTo(ITEMS);
		}
		assertThat(this.commands.batches()).isGreaterThanOrEqualTo(ALL_BATCHES - 1);
		assertNothingIsHeld();
	}

	@Test
	void aReaderWhoLeavesClosesTheCursor() throws IOException {
		try (BufferedReader reader = lines(this.gateway.open("find_items", ALL_LARGE))) {
			assertThat(reader.readLine()).isNotNull();
		}
		await().atMost(Duration.ofSeconds(10)).until(() -> this.commands.count("killCursors") == 1);
		assertThat(this.commands.batches()).isLessThan(ALL_BATCHES / 2);
		assertNothingIsHeld();
	}

	@Test
	void aCursorThatTheServerLosesEndsTheStreamWithAnErrorLine() throws IOException {
		try (BufferedReader reader = lines(this.gateway.open("find_items", ALL_LARGE))) {
			assertThat(reader.readLine()).isNotNull();
			batchesWhenQuiet();
			MongoTestServer.shared()
				.command(new Document("killCursors", LARGE).append("cursors", this.commands.cursors()));
			String last = "";
			String line = reader.readLine();
			while (line != null) {
				last = line;
				line = reader.readLine();
			}
			JsonNode failure = JsonMapper.shared().readTree(last);
			assertThat(failure.get("error").stringValue()).isEqualTo("Backend mongo failed.");
			assertThat(failure.at("/problem/status").intValue()).isEqualTo(502);
			assertThat(last).doesNotContain("127.0.0.1", "ursor");
		}
		assertNothingIsHeld();
	}

	@Test
	void nothingFoundIsAnEmptyAnswer() {
		Answer answer = this.gateway.call("find_items", "{\"collection\": \"nothing-here\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEmpty();
		assertThat(this.commands.batches()).isEqualTo(1);
		assertNothingIsHeld();
	}

	@Test
	void aLimitIsTheServersToo() {
		assertThat(this.gateway.values("find_items", large(3))).hasSize(3);
		assertThat(this.commands.batches()).isEqualTo(1);
		assertThat(this.commands.cursors()).containsExactly(0L);
	}

	@Test
	void manyCallsOfWhichHalfAreLeftLeaveNothingBehind() throws Exception {
		List<Future<Integer>> calls = new ArrayList<>();
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 40; i++) {
				boolean leave = i % 2 == 0;
				calls.add(clients.submit(() -> leave ? readOne(500) : readAll(130)));
			}
			for (int i = 0; i < calls.size(); i++) {
				assertThat(calls.get(i).get()).isEqualTo((i % 2 == 0) ? 1 : 130);
			}
		}
		assertNothingIsHeld();
	}

	@Test
	void metricsDoNotGrowWithTheNamesThatCallersMakeUp() {
		this.gateway.values("find_items", "{\"collection\": \"made-up\"}");
		assertThat(this.metrics.find("mongodb.driver.commands").tag("command", "find").timers()).hasSize(1)
			.first()
			.satisfies((timer) -> assertThat(timer.getId().getTags()).extracting(Tag::getKey)
				.containsExactly("command", "server.address", "status"));
	}

	private int readOne(int limit) throws IOException {
		try (BufferedReader reader = lines(this.gateway.open("find_items", large(limit)))) {
			return JsonMapper.shared().readTree(reader.readLine()).has("_id") ? 1 : 0;
		}
	}

	private int readAll(int limit) {
		List<JsonNode> items = this.gateway.values("find_items", large(limit));
		assertThat(items.getLast().has("_id")).as(() -> items.getLast().toString()).isTrue();
		return items.size();
	}

	private static String large(int limit) {
		return "{\"collection\": \"%s\", \"limit\": %d}".formatted(LARGE, limit);
	}

	private static BufferedReader lines(InputStream stream) {
		return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
	}

	/** How many batches have been fetched when no more are, for a second. */
	private long batchesWhenQuiet() {
		long[] last = { -1, System.nanoTime() };
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).until(() -> {
			long now = this.commands.batches();
			if (now != last[0]) {
				last[0] = now;
				last[1] = System.nanoTime();
			}
			return System.nanoTime() - last[1] > Duration.ofSeconds(1).toNanos();
		});
		return last[0];
	}

	private void assertNothingIsHeld() {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(MongoTestServer.shared().openCursors()).isZero();
			assertThat(this.metrics.get("mongodb.driver.pool.checkedout").gauges())
				.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
		});
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
