package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One gateway, never restarted, whose PostgreSQL is absent at its start, comes, goes, and
 * falls silent.
 */
@Timeout(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresOutageTests {

	private static final Duration LONGER_THAN_CONNECT_TIMEOUT = Duration.ofSeconds(6);

	private static final int CALLS = 4;

	private static Gateway gateway;

	@BeforeAll
	static void startWithoutPostgres() {
		TcpProxy proxy = TcpProxy.to(TestDatabase.host(), TestDatabase.port());
		proxy.cut();
		gateway = DocumentCalls
			.with("spring.r2dbc.pool.max-size=8", "gateway.postgres.bulkhead.calls=" + CALLS,
					"gateway.postgres.bulkhead.streams=2", "gateway.postgres.bulkhead.state=2")
			.postgres(TestDatabase.create("outage"))
			.through(proxy)
			.start();
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	@Order(1)
	void gatewayStartsWithoutPostgresAndSaysSo() {
		assertUnavailable();
		assertThat(gateway.client().value("echo", Map.of("message", "hi"))).hasToString("{\"echo\":\"hi\"}");
		Answer health = gateway.client().get("/health");
		assertThat(health.status()).isEqualTo(503);
		assertThat(health.json().get("status").stringValue()).isEqualTo("unhealthy");
		assertThat(health.json().get("backends").get("postgres").stringValue()).isEqualTo("down");
	}

	@Test
	@Order(2)
	void postgresThatAppearsIsMigratedAndServes() {
		gateway.proxy().restore();
		awaitServing();
		assertThat(DocumentCalls.create(gateway, "First", "after all")).isEqualTo(1);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			Answer health = gateway.client().get("/health");
			assertThat(health.status()).isEqualTo(200);
			assertThat(health.json().get("backends").get("postgres").stringValue()).isEqualTo("up");
		});
	}

	@Test
	@Order(3)
	void deadConnectionsOfAnOutageFailNoLaterCall() {
		openAllConnections();
		gateway.proxy().cut();
		assertUnavailable();
		gateway.proxy().restore();
		awaitServing();
		for (int i = 0; i < 2 * CALLS; i++) {
			assertThat(gateway.client().read("documents://1").status()).isEqualTo(200);
		}
	}

	@Test
	@Order(4)
	void connectionsThatTheServerEndsAreReplaced() {
		openAllConnections();
		gateway.database()
			.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mcp-gateway'");
		awaitServing();
		for (int i = 0; i < 2 * CALLS; i++) {
			assertThat(gateway.client().read("documents://1").status()).isEqualTo(200);
		}
	}

	@Test
	@Order(5)
	void callsOnAServerThatFellSilentKeepNoConnection() {
		List<RawCall> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			calls.add(DocumentCalls.open(gateway, (i % 2 == 0) ? "sleep" : "sleep_in_stream", Map.of("seconds", 600)));
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> gateway.database().running("%pg_sleep%") == CALLS);
		gateway.proxy().stall();
		calls.forEach(RawCall::close);
		await().atMost(Duration.ofSeconds(20)).until(() -> DocumentCalls.pool(gateway).acquiredSize() == 0);
		assertUnavailable();
		gateway.proxy().restore();
		awaitServing();
		await().atMost(Duration.ofSeconds(20)).until(() -> gateway.database().running("%pg_sleep%") == 0);
	}

	/** New connections are accepted, but nobody speaks. */
	@Test
	@Order(6)
	void serverThatAcceptsAndSaysNothingIsUnavailableSoon() {
		gateway.proxy().cut();
		gateway.proxy().restore();
		gateway.proxy().stall();
		assertUnavailable();
		gateway.proxy().restore();
		awaitServing();
	}

	private static void assertUnavailable() {
		long start = System.nanoTime();
		Answer answer = gateway.client().call("get_document", Map.of("document_id", 1));
		assertThat(answer.status()).as(answer.text()).isEqualTo(503);
		assertThat(answer.json().get("detail").stringValue()).startsWith("Backend postgres is unavailable: ");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGER_THAN_CONNECT_TIMEOUT);
	}

	private static void awaitServing() {
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> gateway.client().call("list_documents", Map.of()).status() == 200);
	}

	private static void openAllConnections() {
		List<RawCall> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			calls.add(DocumentCalls.open(gateway, "sleep", Map.of("seconds", 0.5)));
		}
		calls.forEach((call) -> {
			call.rest();
			call.close();
		});
		assertThat(DocumentCalls.pool(gateway).idleSize()).isEqualTo(CALLS);
	}

}
