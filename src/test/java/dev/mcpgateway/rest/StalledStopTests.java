package dev.mcpgateway.rest;

import java.time.Duration;
import java.util.Objects;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No client keeps the gateway from stopping in time.
 */
@ExtendWith(OutputCaptureExtension.class)
class StalledStopTests {

	private static final Duration DRAIN_TIME = Duration.ofSeconds(1);

	/** For the last bytes, for what is forced to close, and for a busy machine. */
	private static final Duration FEW_SECONDS = Duration.ofSeconds(8);

	@Test
	void stalledReadersIdleConnectionsAndOpenStreamsDelayNoStop(CapturedOutput output) throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(McpGatewayApplication.class,
				SampleFeatures.class)
			.run("--server.port=0", "--gateway.postgres.enabled=false", "--gateway.mongo.enabled=false",
					"--gateway.s3.enabled=false", "--gateway.calls.drain-time=" + DRAIN_TIME.toMillis() + "ms",
					"--logging.level.dev.mcpgateway=info");
		int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
		try (RawConnection stalled = RawConnection.open(port, 4096);
				RawConnection bytes = RawConnection.open(port, 4096);
				RawConnection idle = RawConnection.open(port);
				RawConnection half = RawConnection.open(port)) {
			stalled.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("flood", "{}")));
			stalled.readUntil("\r\n\r\n");
			bytes.send(RawConnection.post("/api/mcp/resource", "{\"uri\": \"sample://endless\"}"));
			bytes.readUntil("\r\n\r\n");
			idle.send(RawConnection.head("GET", "/health"));
			idle.readUntil("mcp_version");
			half.send(RawConnection.head("POST", "/api/mcp/tool", "Content-Type: application/json",
					"Content-Length: 1000"));
			McpResponse own = McpSession.open(port).listen();
			own.event();
			long start = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DRAIN_TIME.plus(FEW_SECONDS));
			assertThat(output).contains("Stopping: waiting up to 1 s for 2 calls");
			own.close();
		}
	}

}
