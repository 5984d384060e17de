package dev.mcpgateway.mcp;

import java.time.Duration;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nobody makes the gateway do more at once than it may.
 */
@GatewayTest
@TestPropertySource(properties = "gateway.calls.max-concurrent=2")
class RateTests {

	private final int port;

	private final DialogueFeatures features;

	RateTests(@LocalServerPort int port, @Autowired DialogueFeatures features) {
		this.port = port;
		this.features = features;
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-rate-limited", "2026-tools-rate-limited", "2025-completion-rate-limited",
			"2026-completion-rate-limited" })
	void whatIsTooMuchIsRefusedUntilThereIsRoom(Dialect dialect) {
		var client = dialect.client(this.port);
		try (McpResponse one = tick(); McpResponse two = tick()) {
			one.message();
			two.message();
			JsonNode refused = client.apply("tools/call").call("echo", "{\"message\": \"x\"}").result();
			assertThat(refused.path("isError").asBoolean(false)).isTrue();
			assertThat(refused.path("content").toString()).contains("limit");
			assertThat(complete(client.apply("completion/complete")).path("error").path("message").asString(""))
				.contains("limit");
		}
		await().atMost(Duration.ofSeconds(2)).until(() -> this.features.ticking() == 0);
		assertThat(client.apply("tools/call")
			.call("echo", "{\"message\": \"x\"}")
			.result()
			.path("isError")
			.asBoolean(false)).isFalse();
		assertThat(complete(client.apply("completion/complete")).has("result")).isTrue();
	}

	private McpResponse tick() {
		return McpRequest.modern(this.port, "tools/call").call("tick", "{}").meta("progressToken", 1).send();
	}

	private static JsonNode complete(McpRequest request) {
		return request.json("ref", "{\"type\": \"ref/prompt\", \"name\": \"words\"}")
			.json("argument", "{\"name\": \"word\", \"value\": \"a\"}")
			.send()
			.response();
	}

}
