package dev.mcpgateway.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * MongoDB comes late, dies and comes back; the gateway is never restarted.
 */
@MongoTest
@TestPropertySource(properties = { "gateway.mongo.connect-timeout=2s", "gateway.mongo.operation-timeout=4s",
		"gateway.mongo.max-connections=3", "gateway.mongo.bulkhead.max-wait=500ms" })
@TestMethodOrder(OrderAnnotation.class)
class MongoOutageTests {

	private static final MongoTestServer SERVER = MongoTestServer.create();

	/** The bound and a second more, for machines that are busy. */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String CREATE = "{\"collection\": \"c\", \"data\": {\"a\": 1}}";

	private static final String DELETE = "{\"collection\": \"c\", \"item_id\": \"0123456789abcdef01234567\"}";

	@LocalServerPort
	private int port;

	private GatewayClient gateway;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", SERVER::uri);
	}

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@BeforeEach
	void connect() {
		this.gateway = new GatewayClient(this.port);
	}

	@Test
	@Order(1)
	void theGatewayStartsWithoutMongoAndSaysSo() {
		for (Answer answer : List.of(unavailable("create_item", CREATE), unavailable("delete_item", DELETE),
				unavailable("find_items", "{\"collection\": \"c\"}"), unavailable("list_collections", "{}"))) {
			assertThat(answer.json().get("detail").stringValue()).startsWith("Backend mongo is unavailable: ");
			assertThat(answer.text()).doesNotContain("127.0.0.1", "com.mongodb", "Exception");
		}
		assertThat(ItemCalls.read(this.gateway, "c", "0123456789abcdef01234567").status()).isEqualTo(503);
		assertThat(this.gateway.call("echo", "{\"message\": \"hi\"}").status()).isEqualTo(200);
		Answer health = this.gateway.get("/health");
		assertThat(health.status()).isEqualTo(503);
		assertThat(health.json().at("/backends/mongo").stringValue()).isEqualTo("down");
	}

	@Test
	@Order(2)
	void callsThatWaitForTheServerAreServedWhenItComes() {
		SERVER.start();
		awaitServed();
		await().atMost(PATIENCE)
			.until(() -> this.gateway.get("/health").json().at("/backends/mongo").stringValue().equals("up"));
	}

	@Test
	@Order(3)
	void aServerThatDiesEndsAStreamWithAnErrorLineAndHeals() throws IOException {
		String collection = "large-" + new ObjectId().toHexString();
		String text = "x".repeat(32 * 1024);
		SERVER.insert(collection, Flux.range(1, 2_000).map((i) -> new Document("text", text)));
		String last = "";
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				this.gateway.open("find_items", "{\"collection\": \"%s\", \"limit\": 2000}".formatted(collection)),
				StandardCharsets.UTF_8))) {
			assertThat(reader.readLine()).contains("xxx");
			SERVER.kill();
			String line = reader.readLine();
			while (line != null) {
				last = line;
				line = reader.readLine();
			}
		}
		JsonNode failure = JsonMapper.shared().readTree(last);
		assertThat(failure.get("error").stringValue()).startsWith("Backend mongo is unavailable: ");
		assertThat(failure.at("/problem/status").intValue()).isEqualTo(503);

		unavailable("create_item", CREATE);
		SERVER.start();
		awaitServed();
	}

	@Test
	@Order(4)
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There is no signal that freezes a process")
	void aServerThatIsSilentIsGivenUpAndFreesItsConnections() throws Exception {
		awaitServed();
		SERVER.freeze();
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			long start = System.nanoTime();
			List<Future<Answer>> calls = IntStream.range(0, 6)
				.mapToObj((i) -> clients.submit(() -> this.gateway.call("create_item", CREATE)))
				.toList();
			List<String> problems = new ArrayList<>();
			for (Future<Answer> call : calls) {
				problems.add(call.get().problem());
			}
			// One had a place and waited for an answer; no other could have one.
			assertThat(problems).contains("deadline-exceeded", "overloaded")
				.containsOnly("deadline-exceeded", "overloaded");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		}
		finally {
			SERVER.thaw();
		}
		awaitServed();
	}

	private Answer unavailable(String tool, String arguments) {
		long start = System.nanoTime();
		Answer answer = this.gateway.call(tool, arguments);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CONNECT_TIMEOUT);
		assertThat(answer.status()).as(answer.text()).isEqualTo(503);
		assertThat(answer.problem()).isEqualTo("backend-unavailable");
		return answer;
	}

	private void awaitServed() {
		await().atMost(PATIENCE).until(() -> this.gateway.call("create_item", CREATE).status() == 200);
	}

}
