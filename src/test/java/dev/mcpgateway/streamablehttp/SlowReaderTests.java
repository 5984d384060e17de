package dev.mcpgateway.streamablehttp;

import java.io.IOException;
import java.time.Duration;

import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers that do not take what they are told.
 */
@PatientGatewayTest
class SlowReaderTests {

	/**
	 * More steps than the buffers on the way may hold: each is a kilobyte, and the kernel
	 * may hold some megabytes.
	 */
	private static final int MOST = 50_000;

	private final int port;

	private final DialogueFeatures features;

	SlowReaderTests(@LocalServerPort int port, @Autowired DialogueFeatures features) {
		this.port = port;
		this.features = features;
	}

	@Test
	void holdTheSourceBackAndCancelItWhenTheyLeave() throws IOException {
		String body = McpRequest.modern(this.port, "tools/call")
			.call("torrent", "{}")
			.meta("progressToken", 1)
			.body()
			.toString();
		try (RawConnection connection = RawConnection.open(this.port, 16 * 1024)) {
			connection.send(KeepAliveTests.modern(body, "Mcp-Method: tools/call", "Mcp-Name: torrent"));
			connection.readUntil("\"progress\":1,");
			int held = standstill();
			assertThat(held).isPositive().isLessThan(MOST);
			// Nothing was lost, and reading lets it go on.
			assertThat(connection.readUntil("\"progress\":%d,".formatted(held))).contains("\"progress\":2,",
					"\"progress\":%d,".formatted(held / 2), "\"progress\":%d,".formatted(held - 1));
			await().until(() -> this.features.lastStep() > held);
			assertThat(this.features.ticking()).isEqualTo(1);
		}
		await().until(() -> this.features.ticking() == 0);
	}

	/** How far the source has got when it gets no further. */
	private int standstill() {
		int[] last = { -1 };
		await().pollInterval(Duration.ofMillis(500)).until(() -> {
			int before = last[0];
			last[0] = this.features.lastStep();
			return last[0] == before;
		});
		return last[0];
	}

	/**
	 * A call of the older era goes on without its reader, so that it cannot be held back:
	 * of its progress only so much is kept, and its response in any case.
	 */
	@Test
	void ofAnOlderRevisionLoseProgressButNoResponse() throws IOException {
		McpSession session = McpSession.open(this.port);
		int steps = 2 * MOST;
		String body = session.call("hasty", "{\"to\": %d}".formatted(steps))
			.id("call")
			.meta("progressToken", 1)
			.body()
			.toString();
		try (RawConnection connection = RawConnection.open(this.port, 16 * 1024)) {
			connection.send(RawConnection.head("POST", "/mcp", "Content-Type: application/json",
					"Content-Length: " + body.length(), "Accept: text/event-stream", "Mcp-Session-Id: " + session.id())
					+ body);
			connection.readUntil("\"progress\":1,");
			await().until(() -> this.features.lastStep() == steps);
			// The source has ended though nobody has read.
			String rest = connection.readUntil("all told");
			long told = rest.split("notifications/progress", -1).length - 1L;
			assertThat(told).isPositive().isLessThan(MOST);
			assertThat(rest).contains("\"id\":\"call\"", "all told");
		}
	}

	/** One reader's flood is no other client's silence. */
	@Test
	void aFloodHoldsNoOtherClientBack() {
		McpSession session = McpSession.open(this.port);
		try (McpResponse response = session.call("torrent", "{}").id("call").meta("progressToken", 1).send()) {
			response.message();
			await().until(() -> this.features.ticking() == 1);
			for (int i = 0; i < 20; i++) {
				assertThat(session.call("echo", "{\"message\": \"x\"}").result().toString()).contains("x");
			}
			assertThat(this.features.ticking()).isEqualTo(1);
			session.notify("notifications/cancelled").param("requestId", "call").send();
			await().until(() -> this.features.ticking() == 0);
		}
	}

}
