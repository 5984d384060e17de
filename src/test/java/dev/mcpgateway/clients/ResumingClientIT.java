package dev.mcpgateway.clients;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.TcpProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The official TypeScript client of the older era, whose line is cut in the middle of a
 * call.
 */
@ClientTest
@Tag("node")
class ResumingClientIT {

	private final int port;

	private final DialogueFeatures dialogue;

	ResumingClientIT(@LocalServerPort int port, @Autowired DialogueFeatures dialogue) {
		this.port = port;
		this.dialogue = dialogue;
	}

	@Test
	void comesBackAndMissesNothing() throws Exception {
		try (TcpProxy line = TcpProxy.to("127.0.0.1", this.port)) {
			CompletableFuture<Conversation> said = CompletableFuture
				.supplyAsync(() -> NodeClients.talk("resume.mjs", "http://127.0.0.1:%d/mcp".formatted(line.port())));
			await().atMost(Duration.ofMinutes(5)).until(() -> said.isDone() || this.dialogue.lastStep() == 5);
			line.cut();
			line.restore();
			JsonNode call = said.join().step("call");
			assertThat(call.path("progress").valueStream().map(JsonNode::asInt))
				.containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
			assertThat(call.at("/result/structuredContent/items/0/text").asString()).isEqualTo("done");
			assertThat(call.path("tokens").asInt()).isGreaterThan(30);
		}
	}

}
