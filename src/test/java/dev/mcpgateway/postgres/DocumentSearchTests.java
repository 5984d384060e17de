package dev.mcpgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentSearchTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void threeDocuments() {
		DocumentCalls.clear(this.gateway);
		DocumentCalls.create(this.gateway, "Animals",
				"The quick brown fox jumps over the lazy dog, which is a dog of no use.");
		DocumentCalls.create(this.gateway, "Dogs", "Of those that bark.");
		DocumentCalls.create(this.gateway, "Cooking", "Brown sauce, made quick, goes with everything that runs.");
	}

	@Test
	void wordInTheTitleCountsMoreThanInTheContent() {
		JsonNode results = search("dog");
		assertThat(titles(results)).containsExactly("Dogs", "Animals");
		assertThat(results.get(0).get("rank").doubleValue()).isGreaterThan(results.get(1).get("rank").doubleValue());
	}

	@Test
	void wordsAreFoundInOtherForms() {
		assertThat(titles(search("jumping"))).containsExactly("Animals");
		assertThat(titles(search("running"))).containsExactly("Cooking");
	}

	@Test
	void phraseFindsWordsInThatOrderOnly() {
		assertThat(titles(search("quick brown"))).containsExactlyInAnyOrder("Animals", "Cooking");
		assertThat(titles(search("\"quick brown\""))).containsExactly("Animals");
	}

	@Test
	void exclusionAndAlternativeAreUnderstood() {
		assertThat(titles(search("brown -fox"))).containsExactly("Cooking");
		assertThat(titles(search("bark or sauce"))).containsExactlyInAnyOrder("Dogs", "Cooking");
	}

	@Test
	void snippetShowsWhatWasFound() {
		assertThat(search("foxes").get(0).get("snippet").stringValue()).contains("quick brown <b>fox</b> jumps");
	}

	@Test
	void limitKeepsTheBest() {
		assertThat(titles(
				this.gateway.client().value("search_documents", Map.of("query", "dog", "limit", 1)).get("results")))
			.containsExactly("Dogs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "'", "' | !", ":*", "fox:*", "!!", "&", "|", "( (", "-", "--", "\\", "the", "<->",
			"fox & | dog", "'; DROP TABLE documents; --", "%", "\uD83D\uDE00", "or", "- or -" })
	void noQueryIsAnError(String query) {
		Answer answer = this.gateway.client().call("search_documents", Map.of("query", query));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.values().getFirst().get("results").isArray()).isTrue();
	}

	private JsonNode search(String query) {
		return this.gateway.client().value("search_documents", Map.of("query", query)).get("results");
	}

	private static List<String> titles(JsonNode results) {
		List<String> titles = new ArrayList<>();
		results.forEach((hit) -> titles.add(hit.get("title").stringValue()));
		return titles;
	}

}
