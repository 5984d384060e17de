package dev.mcpgateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many at once, of whom half hang up.
 */
@GatewayTest
class ConcurrentCallsTests {

	private final int port;

	private final GatewayClient client;

	private final MeterRegistry meters;

	ConcurrentCallsTests(@LocalServerPort int port,
			@org.springframework.beans.factory.annotation.Autowired MeterRegistry meters) {
		this.port = port;
		this.client = new GatewayClient(port);
		this.meters = meters;
	}

	@Test
	void halfOfTwoHundredHangUpAndTheOthersAreAnswered() throws Exception {
		List<RawConnection> leaving = new ArrayList<>();
		List<CompletableFuture<Answer>> staying = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			staying.add(this.client.callAsync("count", "{\"to\": %d, \"delay_ms\": 50}".formatted(10 + i % 10)));
			RawConnection connection = RawConnection.open(this.port);
			connection.send(RawConnection.post("/api/mcp/tool",
					GatewayClient.body("count", "{\"to\": 1000000, \"delay_ms\": 10}")));
			leaving.add(connection);
		}
		for (int i = 0; i < leaving.size(); i++) {
			leaving.get(i).readUntil("{\"count\":2}");
			if (i % 2 == 0) {
				leaving.get(i).close();
			}
			else {
				leaving.get(i).reset();
			}
		}
		for (int i = 0; i < staying.size(); i++) {
			Answer answer = staying.get(i).join();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.lines()).hasSize(10 + i % 10);
			assertThat(answer.line(-1).get("count").intValue()).isEqualTo(10 + i % 10);
		}
		await().until(() -> this.meters.get("mcp.tool.calls.running").gauge().value() == 0);
		assertThat(this.client.call("echo", "{\"message\": \"still there\"}").status()).isEqualTo(200);
	}

}
