package dev.mcpgateway.observability;

import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What MCP clients use of the process is shown.
 */
@GatewayTest
class McpUsageMetricsTests {

	private final int port;

	private final MeterRegistry meters;

	McpUsageMetricsTests(@LocalServerPort int port, @Autowired MeterRegistry meters) {
		this.port = port;
		this.meters = meters;
	}

	private double gauge(String name) {
		return this.meters.get(name).gauge().value();
	}

	@Test
	void sessionsStreamsAndListenersAreCounted() {
		await().until(() -> gauge("mcp.streams") == 0 && gauge("mcp.listeners") == 0);
		double sessions = gauge("mcp.sessions");
		McpSession session = McpSession.open(this.port);
		assertThat(gauge("mcp.sessions")).isEqualTo(sessions + 1);
		try (McpResponse own = session.listen();
				McpResponse listener = McpRequest.modern(this.port, "subscriptions/listen")
					.json("notifications", "{\"toolsListChanged\": true}")
					.send()) {
			own.event();
			listener.message();
			assertThat(gauge("mcp.streams")).isEqualTo(2);
			assertThat(gauge("mcp.listeners")).isEqualTo(1);
		}
		session.end();
		assertThat(gauge("mcp.sessions")).isEqualTo(sessions);
		await().until(() -> gauge("mcp.streams") == 0 && gauge("mcp.listeners") == 0);
	}

	@Test
	void keptBytesAreShownUntilTheSessionEnds() {
		double before = gauge("mcp.replay.bytes");
		McpSession session = McpSession.open(this.port);
		try (McpResponse response = session.call("steps", "{\"to\": 3, \"delay_ms\": 1}")
			.meta("progressToken", 1)
			.send()) {
			response.messages();
		}
		assertThat(gauge("mcp.replay.bytes")).isGreaterThan(before);
		session.end();
		assertThat(gauge("mcp.replay.bytes")).isLessThanOrEqualTo(before);
		assertThat(gauge("mcp.http.unread.bytes")).isZero();
	}

}
