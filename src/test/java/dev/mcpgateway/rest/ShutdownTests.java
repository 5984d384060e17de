package dev.mcpgateway.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.RawConnection;
import dev.mcpgateway.testing.SampleFeatures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The gateway stops in good order.
 */
class ShutdownTests {

	@Test
	void runningCallsFinishEndlessOnesEndAndTheRestIsRefused() throws Exception {
		ConfigurableApplicationContext context = start();
		int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
		SampleFeatures features = context.getBean(SampleFeatures.class);
		GatewayClient client = new GatewayClient(port);
		CompletableFuture<Answer> single = client.callAsync("slow", "{\"delay_ms\": 1500}");
		CompletableFuture<Answer> blocking = client.callAsync("sleep", "{\"delay_ms\": 1500}");
		CompletableFuture<Answer> hanging = client.callAsync("sleep", "{\"delay_ms\": 60000}");
		try (RawConnection endless = RawConnection.open(port); RawConnection late = RawConnection.open(port)) {
			endless.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("endless", "{}")));
			endless.readUntil("{\"value\":1}\n");
			late.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("nothing", "{}")));
			late.readUntil("\r\n\r\n");

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			await().until(() -> {
				late.send(RawConnection.post("/api/mcp/tool", GatewayClient.body("nothing", "{}")));
				return late.readUntil("\r\n\r\n").startsWith("HTTP/1.1 503 ");
			});
			assertThat(late.readUntil("}")).contains("gateway-stopping");

			assertThat(single.join().text()).isEqualTo("{\"value\":1}\n");
			assertThat(blocking.join().text()).isEqualTo("{\"value\":1}\n");
			String end = endless.readUntil("0\r\n\r\n");
			assertThat(end).contains("{\"error\":\"The gateway is stopping; try again.\"", "gateway-stopping")
				.endsWith("0\r\n\r\n");
			assertThat(hanging.join().status()).isEqualTo(503);
			assertThat(features.cancelled()).isEqualTo(1);
			assertThat(closing).succeedsWithin(Duration.ofSeconds(20));
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> RawConnection.open(port));
	}

	@Test
	void withoutCallsItStopsAtOnce() throws IOException {
		ConfigurableApplicationContext context = start();
		int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
		assertThat(new GatewayClient(port).get("/health").status()).isEqualTo(200);
		long start = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> RawConnection.open(port));
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(McpGatewayApplication.class, SampleFeatures.class).run("--server.port=0",
				"--gateway.postgres.enabled=false", "--gateway.mongo.enabled=false", "--gateway.s3.enabled=false",
				"--gateway.calls.drain-time=3s");
	}

}
