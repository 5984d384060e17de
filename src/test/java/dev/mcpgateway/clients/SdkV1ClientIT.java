package dev.mcpgateway.clients;

import dev.mcpgateway.testing.DialogueFeatures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The official TypeScript client of the older era, {@code @modelcontextprotocol/sdk} 1.x.
 * It holds results against the output schemas that it was shown, and checks every message
 * that it gets.
 */
@ClientTest
@Tag("node")
@TestInstance(Lifecycle.PER_CLASS)
class SdkV1ClientIT {

	private final String url;

	private final DialogueFeatures dialogue;

	private Conversation said = Conversation.SILENCE;

	SdkV1ClientIT(@LocalServerPort int port, @Autowired DialogueFeatures dialogue) {
		this.url = "http://127.0.0.1:%d/mcp".formatted(port);
		this.dialogue = dialogue;
	}

	@BeforeAll
	void talk() {
		this.said = NodeClients.talk("sdk-v1.mjs", this.url);
	}

	@Test
	void opensASession() {
		JsonNode step = this.said.step("connect");
		assertThat(step.at("/server/name").asString()).isEqualTo("mcp-gateway");
		assertThat(step.path("revision").asString()).isEqualTo("2025-11-25");
		assertThat(step.path("session").asString()).isNotEmpty();
		this.said.step("ping");
	}

	@Test
	void listsWhatThereIs() {
		assertThat(this.said.names("tools")).contains("echo", "progress", "ask_name").isSorted();
		assertThat(this.said.names("resources")).contains("bytes");
		assertThat(this.said.names("templates", "resourceTemplates")).contains("number", "words");
		assertThat(this.said.names("prompts")).contains("greet", "words");
	}

	@Test
	void callsAStreamingToolWithProgress() {
		JsonNode step = this.said.step("stream");
		assertThat(step.path("progress")).hasToString("""
				[{"progress":1,"total":2,"message":"half"},{"progress":2}]""");
		assertThat(step.at("/result/structuredContent")).hasToString("{\"items\":[{\"value\":1}]}");
		assertThat(this.said.step("items").at("/result/isError").asBoolean()).isTrue();
	}

	@Test
	void progressKeepsItPatientWithASlowStream() {
		JsonNode step = this.said.step("patience");
		assertThat(step.path("progress").valueStream().map((each) -> each.path("progress").asInt()))
			.hasSizeBetween(4, 12)
			.startsWith(1)
			.isSorted()
			.doesNotHaveDuplicates();
		assertThat(step.at("/result/structuredContent/items")).hasSize(12);
	}

	@Test
	void readsAResource() {
		assertThat(this.said.step("read").at("/contents/0/text").asString()).isEqualTo("{\"value\":7}");
	}

	@Test
	void getsAPromptAndCompletesItsArgument() {
		assertThat(this.said.step("prompt").at("/messages/0/content/text").asString()).isEqualTo("Hello Ada");
		assertThat(this.said.step("complete").at("/completion/values/0").asString()).isEqualTo("a1");
	}

	@Test
	void hearsLogMessagesFromTheLevelItSet() {
		assertThat(this.said.step("log").path("levels")).hasToString("""
				["error","critical","alert","emergency"]""");
	}

	@Test
	void subscribesAndIsToldOfThatResourceOnly() {
		assertThat(this.said.step("subscribe").at("/told/params/uri").asString()).isEqualTo("sample://bytes");
	}

	@Test
	void isToldWhenListsChange() {
		assertThat(this.said.step("changes").path("extra").asBoolean()).isTrue();
	}

	@Test
	void cancelsACallAndTheToolSeesIt() {
		JsonNode step = this.said.step("cancel");
		assertThat(step.path("progress")).hasSize(3);
		assertThat(step.path("outcome").asString()).contains("enough");
		await().until(() -> this.dialogue.ticking() == 0);
	}

	@Test
	void answersTwoElicitationsInTheMiddleOfACall() {
		JsonNode step = this.said.step("elicit");
		assertThat(step.at("/result/structuredContent/text").asString()).isEqualTo("Ada of London");
		assertThat(step.path("questions")).hasSize(2);
	}

	@Test
	void lendsItsModelAndTellsItsRoots() {
		assertThat(this.said.step("sample").at("/result/structuredContent/text").asString()).isEqualTo("Hi yourself");
		assertThat(this.said.step("roots").at("/result/structuredContent/text").asString()).isEqualTo("file:///work");
	}

	@Test
	void isRefusedAToolThatDoesNotExist() {
		assertThat(this.said.step("unknown").path("code").asInt()).isEqualTo(-32602);
	}

	@Test
	void endsItsSessionAndHasNothingToComplainOf() {
		assertThat(this.said.step("end").path("errors")).isEmpty();
	}

}
