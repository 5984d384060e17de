package dev.mcpgateway.services;

import java.time.Duration;
import java.util.List;

import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two replicas on one database: what one changes, the other sees within a second.
 */
class ReplicasTests {

	private static final String LISTENERS = "SELECT pid FROM pg_stat_activity "
			+ "WHERE application_name = 'mcp-gateway-listener mcp_gateway_services' AND datname = current_database() ORDER BY pid";

	private static Registrar here;

	private static Registrar there;

	private static TcpProxy proxy;

	@BeforeAll
	static void start() {
		proxy = TestDatabase.proxy();
		here = Registrar.start();
		there = Registrar.startBehind(proxy);
	}

	@AfterAll
	static void stop() {
		there.close();
		here.close();
		proxy.close();
	}

	@BeforeEach
	void startEmptyAndListening() {
		Registrar.sql("DELETE FROM services");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Registrar.sql(LISTENERS).size() == 2);
	}

	@Test
	void aReplacementIsSeenWithinASecond() {
		here.register("a", 1);
		awaitPort("a", 1);
		assertRemembered("a", 1);
		here.register("a", 2);
		awaitPort("a", 2);
	}

	@Test
	void aRemovalIsSeenWithinASecond() {
		here.register("a", 1);
		awaitPort("a", 1);
		here.delete("/services/a");
		awaitStatus("a", 404);
	}

	@Test
	void aNewServiceIsSeenWhereItWasUnknown() {
		assertThat(there.get("/services/a").status()).isEqualTo(404);
		here.register("a", 1);
		awaitPort("a", 1);
	}

	@Test
	void whatAnOperatorChangesByHandIsSeen() {
		here.register("a", 1);
		awaitPort("a", 1);
		Registrar.sql("UPDATE services SET info = '" + Registrar.info(5) + "' WHERE id = 'a'");
		awaitPort("a", 5);
	}

	@Test
	void changesAreSeenWhileAndAfterTheListeningConnectionsAreLost() {
		here.register("a", 1);
		awaitPort("a", 1);
		assertRemembered("a", 1);
		List<String> before = Registrar.sql(LISTENERS);
		Registrar.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
				+ "WHERE application_name = 'mcp-gateway-listener mcp_gateway_services' AND datname = current_database()");
		here.register("a", 2);
		awaitPort("a", 2);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(Registrar.sql(LISTENERS)).hasSize(2).doesNotContainAnyElementsOf(before));
		// Remembering begins a moment after the connection is there.
		Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertRemembered("a", 2));
		here.register("a", 3);
		awaitPort("a", 3);
	}

	@Test
	void aNotificationThatNamesNoServiceDoesNoHarm() {
		Registrar.sql("SELECT pg_notify('mcp_gateway_services', 'x''; DROP TABLE services; --')");
		Registrar.sql("SELECT pg_notify('mcp_gateway_services', '')");
		here.register("a", 1);
		awaitPort("a", 1);
	}

	@Test
	void whatWasReadBeforeTheNetworkFellSilentIsForgotten() {
		here.register("a", 1);
		awaitPort("a", 1);
		assertRemembered("a", 1);
		proxy.stall();
		try {
			here.register("a", 2);
			// A connection that is silent looks like an idle one until its pulse fails.
			Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> there.get("/services/a").status() >= 500);
		}
		finally {
			proxy.restore();
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> there.get("/services/a").text().equals(Registrar.info(2)));
	}

	/**
	 * That an answer comes out of memory shows only when the database has another, of
	 * which nobody was told.
	 */
	private static void assertRemembered(String id, int port) {
		assertThat(there.get("/services/" + id).text()).isEqualTo(Registrar.info(port));
		String update = "UPDATE services SET info = '%s' WHERE id = '" + id + "'";
		Registrar.sql("ALTER TABLE services DISABLE TRIGGER services_changed");
		try {
			Registrar.sql(update.formatted(Registrar.info(9999)));
			assertThat(there.get("/services/" + id).text()).isEqualTo(Registrar.info(port));
		}
		finally {
			Registrar.sql(update.formatted(Registrar.info(port)));
			Registrar.sql("ALTER TABLE services ENABLE TRIGGER services_changed");
		}
	}

	private static void awaitPort(String id, int port) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(1))
			.until(() -> there.get("/services/" + id).text().equals(Registrar.info(port)));
	}

	private static void awaitStatus(String id, int status) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(1))
			.until(() -> there.get("/services/" + id).status() == status);
	}

}
