package dev.mcpgateway.observability;

import java.util.Map;

import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metrics of what is bounded, as an operator reads them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PlaceMetricsTests {

	private static final Map<String, String> EXPECTED = Map.ofEntries(Map.entry("mcp_calls_limit", "600.0"),
			Map.entry("mcp_calls_running", "0.0"), Map.entry("mcp_calls_blocking_limit", "256.0"),
			Map.entry("mcp_calls_blocking_running", "0.0"),
			Map.entry("mcp_source_places{source=\"postgres\",use=\"call\"}", "15.0"),
			Map.entry("mcp_source_places{source=\"postgres\",use=\"stream\"}", "6.0"),
			Map.entry("mcp_source_places{source=\"postgres\",use=\"state\"}", "3.0"),
			Map.entry("mcp_source_places{source=\"mongo\",use=\"call\"}", "8.0"),
			Map.entry("mcp_source_places{source=\"mongo\",use=\"stream\"}", "11.0"),
			Map.entry("mcp_source_places{source=\"s3\",use=\"call\"}", "18.0"),
			Map.entry("mcp_source_places{source=\"s3\",use=\"stream\"}", "25.0"),
			Map.entry("mcp_source_places{source=\"s3\",use=\"list\"}", "10.0"),
			Map.entry("mcp_source_places_taken{source=\"s3\",use=\"stream\"}", "0.0"),
			Map.entry("mcp_source_waiting{source=\"s3\",use=\"stream\"}", "0.0"),
			Map.entry("mcp_source_refused_total{source=\"s3\",use=\"stream\"}", "0.0"),
			Map.entry("mcp_source_readers_dismissed_total{source=\"postgres\"}", "0.0"));

	private final GatewayClient client;

	PlaceMetricsTests(@LocalServerPort int port) {
		this.client = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		BackendServers.registerProperties(registry);
	}

	@Test
	void placesOfTheProcessAndOfEachSourceAreShown() {
		String metrics = this.client.get("/actuator/prometheus").text();
		EXPECTED.forEach((name, value) -> assertThat(metrics.lines()).contains(name + " " + value));
	}

}
