package dev.mcpgateway.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How a client ends what it has begun (cancellation, in both revisions).
 */
@GatewayTest
class CancellationTests {

	private final int port;

	private final DialogueFeatures features;

	private final ResourceUpdates updates;

	CancellationTests(@LocalServerPort int port, @Autowired DialogueFeatures features,
			@Autowired ResourceUpdates updates) {
		this.port = port;
		this.features = features;
		this.updates = updates;
	}

	@Test
	@Requirement({ "2026-http-close-cancels", "2026-http-silent-after-close", "2026-cancel-on-disconnect" })
	void whoHangsUpCancels() {
		McpResponse response = tick();
		response.message();
		assertThat(this.features.ticking()).isEqualTo(1);
		response.close();
		await().atMost(Duration.ofSeconds(2)).until(() -> this.features.ticking() == 0);
	}

	@Test
	@Requirement({ "2026-http-close-cancels", "2026-cancel-on-disconnect" })
	void whoHangsUpBeforeTheFirstByteCancels() throws IOException {
		String body = McpRequest.modern(this.port, "tools/call").call("tick", "{}").body().toString();
		RawConnection connection = RawConnection.open(this.port);
		connection.send(
				RawConnection.head("POST", "/mcp", "Content-Type: application/json", "Content-Length: " + body.length(),
						"MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: tick") + body);
		await().pollInterval(Duration.ofMillis(10)).until(() -> this.features.ticking() == 1);
		connection.reset();
		await().atMost(Duration.ofSeconds(2)).until(() -> this.features.ticking() == 0);
	}

	@Test
	@Requirement({ "2026-cancel-races", "2026-cancel-nothing-else" })
	void aCancellationThatComesTooLateIsNoTrouble() {
		List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
			.id("done")
			.call("progress", "{}")
			.meta("progressToken", 1)
			.send()
			.messages();
		assertThat(messages).noneMatch(CancellationTests::isCancellation);
		for (Object id : List.of("done", "never", 7)) {
			assertThat(McpRequest.modern(this.port, "notifications/cancelled")
				.withoutId()
				.param("requestId", id)
				.send()
				.status()).isEqualTo(202);
		}
		McpResponse response = tick();
		response.message();
		response.close();
		response.close();
		assertThat(McpRequest.modern(this.port, "tools/list").send().status()).isEqualTo(200);
	}

	private McpResponse tick() {
		return McpRequest.modern(this.port, "tools/call").call("tick", "{}").meta("progressToken", 1).send();
	}

	@Test
	@Requirement("2026-cancel-nothing-else")
	void theGatewayCancelsNoRequest() {
		for (String tool : List.of("stall", "slow")) {
			String arguments = tool.equals("slow") ? "{\"delay_ms\": 10000}" : "{}";
			List<JsonNode> messages = McpRequest.modern(this.port, "tools/call")
				.call(tool, arguments)
				.meta("progressToken", 1)
				.send()
				.messages();
			assertThat(messages).noneMatch(CancellationTests::isCancellation);
			assertThat(messages.getLast().has("id")).isTrue();
		}
	}

	@Test
	void inASessionHangingUpDoesNotCancelButANotificationDoes() {
		McpSession session = McpSession.open(this.port);
		McpResponse response = session.call("tick", "{}").id("ticking").meta("progressToken", 1).send();
		response.message();
		response.close();
		await().during(Duration.ofMillis(300)).until(() -> this.features.ticking() == 1);
		session.notify("notifications/cancelled").param("requestId", "ticking").send();
		await().atMost(Duration.ofSeconds(2)).until(() -> this.features.ticking() == 0);
	}

	@Test
	@Requirement("2025-cancel-races")
	void aCancellationMayComeAtAnyTime() {
		McpSession session = McpSession.open(this.port);
		session.call("echo", "{\"message\": \"x\"}").id("done").result();
		for (Object id : List.of("done", "never", 7)) {
			McpResponse accepted = session.notify("notifications/cancelled").param("requestId", id).send();
			assertThat(accepted.status()).isEqualTo(202);
		}
		assertThat(session.notify("notifications/cancelled").send().status()).isEqualTo(202);
		McpResponse response = session.call("tick", "{}").id("twice").meta("progressToken", 1).send();
		response.message();
		session.notify("notifications/cancelled").param("requestId", "twice").send();
		session.notify("notifications/cancelled").param("requestId", "twice").send();
		assertThat(response.messages()).noneMatch((each) -> each.has("result") || each.has("error"));
		assertThat(session.request("ping").result().size()).isZero();
	}

	@Test
	@Requirement("2025-cancel-own-requests")
	void theGatewayCancelsOnlyWhatItHasAskedItself() {
		McpSession session = McpSession.open(this.port, McpSession.LEGACY, "{\"elicitation\": {}}");
		try (McpResponse told = session.listen()) {
			McpResponse response = session.call("ask_name", "{}").id("asking").send();
			JsonNode question = response.until("elicitation/create").getLast();
			session.notify("notifications/cancelled").param("requestId", "asking").send();
			assertThat(response.messages()).noneMatch(CancellationTests::isCancellation);
			// What it tells by then has come before what it tells next.
			session.request("resources/subscribe").param("uri", "sample://bytes").result();
			this.updates.updated("sample://bytes");
			assertThat(told.until("notifications/resources/updated")).noneMatch(CancellationTests::isCancellation);
			// What was asked is over: its answer is to nothing.
			assertThat(session.answer(question, "{\"action\": \"cancel\"}").send().status()).isEqualTo(202);
		}
	}

	private static boolean isCancellation(JsonNode message) {
		return message.path("method").asString("").equals("notifications/cancelled");
	}

}
