package dev.mcpgateway.clients;

import dev.mcpgateway.testing.DialogueFeatures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The command line of the MCP Inspector, in both eras: what one of its processes can do,
 * and what its daemon can.
 */
@ClientTest
@Tag("node")
class InspectorClientIT {

	private static final int TOOL_ERROR = 5;

	private final String url;

	private final DialogueFeatures dialogue;

	InspectorClientIT(@LocalServerPort int port, @Autowired DialogueFeatures dialogue) {
		this.url = "http://127.0.0.1:%d/mcp".formatted(port);
		this.dialogue = dialogue;
	}

	@ParameterizedTest
	@ValueSource(strings = { "legacy", "modern" })
	void inspects(String era) {
		Conversation said = NodeClients.talk("inspector.mjs", this.url, era);
		lists(said, era);
		calls(said);
		assertThat(said.step("read").at("/out/result/contents/0/text").asString()).isEqualTo("{\"value\":7}");
		assertThat(said.step("prompt").at("/out/result/messages/0/content/text").asString()).isEqualTo("Hello Ada");
		assertThat(said.step("complete").at("/out/values/0").asString()).isEqualTo("a1");
		assertThat(said.step("keep").at("/out/protocolEra").asString()).isEqualTo(era);
		assertThat(said.step("subscribe").at("/told/uri").asString()).isEqualTo("sample://bytes");
		assertThat(said.step("elicit").at("/out/structuredContent/text").asString()).isEqualTo("Ada of London");
		if (era.equals("modern")) {
			said.step("leave");
			await().until(() -> this.dialogue.ticking() == 0);
		}
	}

	private static void lists(Conversation said, String era) {
		assertThat(said.step("connect").at("/out/result/protocolVersion").asString())
			.isEqualTo(era.equals("legacy") ? "2025-11-25" : "2026-07-28");
		// It would end otherwise, had it found an error in a schema.
		assertThat(said.step("tools").path("exit").asInt()).isZero();
		assertThat(Conversation.names(said.step("tools").at("/out/result/tools"))).contains("progress");
		assertThat(Conversation.names(said.step("resources").at("/out/result/resources"))).contains("bytes");
		assertThat(Conversation.names(said.step("templates").at("/out/result/resourceTemplates"))).contains("number");
		assertThat(Conversation.names(said.step("prompts").at("/out/result/prompts"))).contains("greet");
	}

	private static void calls(Conversation said) {
		assertThat(said.step("stream").at("/out/result/content/0/text").asString()).isEqualTo("[{\"value\":1}]");
		assertThat(said.step("failure").path("exit").asInt()).isEqualTo(TOOL_ERROR);
		assertThat(said.step("unasked").toString()).contains("elicitation");
		JsonNode load = said.step("load").at("/out/result");
		assertThat(load.path("ok").asInt()).isEqualTo(100);
		assertThat(load.path("errors").asInt() + load.path("toolErrors").asInt()).isZero();
	}

}
