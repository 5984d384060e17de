package dev.mcpgateway.mcp;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients hear when the gateway stops.
 */
class GatewayStopTests {

	@Test
	@Requirement({ "2026-cancel-ended-subscription", "2026-cancel-references-listen" })
	void subscriptionsAreCancelledAndAnswered() {
		try (ConfigurableApplicationContext context = start()) {
			int port = port(context);
			McpResponse stream = McpRequest.modern(port, "subscriptions/listen")
				.id("listening")
				.json("notifications", "{\"toolsListChanged\": true}")
				.send();
			stream.until("notifications/subscriptions/acknowledged");
			McpResponse own = McpSession.open(port).listen();
			own.event();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			List<JsonNode> last = stream.messages();
			assertThat(last).hasSize(2);
			assertThat(last.getFirst().path("method").asString("")).isEqualTo("notifications/cancelled");
			assertThat(last.getFirst().path("params").path("requestId").asString("")).isEqualTo("listening");
			assertThat(last.getLast().path("id").asString("")).isEqualTo("listening");
			assertThat(last.getLast().path("result").path("resultType").asString("")).isEqualTo("complete");
			assertThat(last.getLast()
				.path("result")
				.path("_meta")
				.path("io.modelcontextprotocol/subscriptionId")
				.asString("")).isEqualTo("listening");
			assertThat(own.messages()).isEmpty();
			closing.join();
		}
	}

	@Test
	void aGatewayThatIsStartedAgainTellsOfChangesAgain() {
		try (ConfigurableApplicationContext context = start()) {
			context.stop();
			context.start();
			int port = port(context);
			try (McpResponse stream = McpRequest.modern(port, "subscriptions/listen")
				.json("notifications", "{\"resourceSubscriptions\": [\"example://hello\"]}")
				.send()) {
				stream.until("notifications/subscriptions/acknowledged");
				context.getBean(ResourceUpdates.class).updated("example://hello");
				assertThat(stream.message().path("method").asString("")).isEqualTo("notifications/resources/updated");
			}
		}
	}

	private static int port(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(McpGatewayApplication.class, DialogueFeatures.class).run("--server.port=0",
				"--gateway.postgres.enabled=false", "--gateway.mongo.enabled=false", "--gateway.s3.enabled=false");
	}

}
