package dev.mcpgateway.rest;

import java.time.Duration;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.SampleBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@GatewayTest
class HealthTests {

	private final GatewayClient client;

	private final SampleBackend backend;

	HealthTests(@LocalServerPort int port, @Autowired SampleBackend backend) {
		this.client = new GatewayClient(port);
		this.backend = backend;
	}

	@AfterEach
	void heal() {
		this.backend.setUp(true);
		awaitHealth(200);
	}

	@Test
	void aBackendThatServesIsUp() {
		awaitHealth(200);
		assertThat(this.client.get("/health").text())
			.isEqualTo("{\"status\":\"healthy\",\"mcp_version\":\"2026-07-28\",\"backends\":{\"sample\":\"up\"}}");
		assertThat(this.client.get("/actuator/health").json().at("/components/sample/status").stringValue())
			.isEqualTo("UP");
	}

	@Test
	void whenNoBackendServesTheGatewayIsUnhealthyAndHealsByItself() {
		this.backend.setUp(false);
		awaitHealth(503);
		Answer answer = this.client.get("/health");
		assertThat(answer.text()).contains("\"status\":\"unhealthy\"", "\"sample\":\"down\"").doesNotContain("hunter2");
		Answer actuator = this.client.get("/actuator/health");
		assertThat(actuator.status()).isEqualTo(503);
		assertThat(actuator.json().at("/components/sample/status").stringValue()).isEqualTo("DOWN");
		assertThat(actuator.text()).doesNotContain("hunter2");
		assertThat(this.client.get("/actuator/health/liveness").status()).as("alive").isEqualTo(200);
		this.backend.setUp(true);
		awaitHealth(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness",
			"/actuator/info", "/actuator/prometheus" })
	void whatAnOrchestratorNeedsIsThere(String path) {
		assertThat(this.client.get(path).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/beans", "/actuator/configprops",
			"/actuator/heapdump", "/actuator/threaddump", "/actuator/loggers", "/actuator/mappings",
			"/actuator/metrics", "/actuator/shutdown", "/actuator/conditions", "/actuator/scheduledtasks",
			"/actuator/sbom", "/actuator/httpexchanges", "/actuator/health/..%2fenv", "/actuator/env/PATH",
			"/actuator/../actuator/env" })
	void nothingElseOfTheActuatorIs(String path) {
		// Below health, Spring Boot fails on what is not there.
		assertThat(this.client.get(path).status()).isIn(400, 404, 500);
		assertThat(this.client.get(path).text()).doesNotContain("springframework", "java.");
		assertThat(this.client.method("POST", path).status()).isIn(400, 404, 405, 500);
	}

	private void awaitHealth(int status) {
		await().atMost(Duration.ofSeconds(10)).until(() -> this.client.get("/health").status() == status);
	}

}
