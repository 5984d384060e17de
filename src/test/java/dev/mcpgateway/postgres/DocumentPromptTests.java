package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.ResourceContents;
import dev.mcpgateway.model.Role;
import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentPromptTests {

	private Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void aSummaryComesWithTheDocumentAsItIsRead() {
		long id = DocumentCalls.create(this.gateway, "Plan", "Build \"it\".\nThen rest.");
		GetPromptResult prompt = get("summarize_document", Map.of("document_id", Long.toString(id)));
		assertThat(prompt.description()).isEqualTo("Asks for a summary of one document.");
		assertThat(prompt.messages()).hasSize(2).extracting(PromptMessage::role).containsOnly(Role.USER);
		ResourceContents.Text resource = embedded(prompt, 0);
		assertThat(resource.uri()).isEqualTo("documents://" + id);
		assertThat(resource.mimeType()).isEqualTo("application/json");
		assertThat(JsonMapper.shared().readTree(resource.text()))
			.isEqualTo(this.gateway.client().read(resource.uri()).json());
		assertThat(task(prompt)).startsWith("Summarize the document above. ").doesNotContain("cut", "audience", "null");
	}

	@Test
	void aSummaryIsForItsAudience() {
		String id = Long.toString(DocumentCalls.create(this.gateway, "t", "c"));
		assertThat(task(get("summarize_document", Map.of("document_id", id, "audience", "new colleagues"))))
			.startsWith("Summarize the document above for this audience: new colleagues. ");
		assertThat(task(get("summarize_document", Map.of("document_id", id, "audience", " "))))
			.startsWith("Summarize the document above. ");
	}

	@Test
	void aComparisonComesWithBothDocuments() {
		long first = DocumentCalls.create(this.gateway, "First", "a");
		long second = DocumentCalls.create(this.gateway, "Second", "b");
		Map<String, String> ids = Map.of("first_id", Long.toString(first), "second_id", Long.toString(second), "aspect",
				"the deadlines");
		GetPromptResult prompt = get("compare_documents", ids);
		assertThat(prompt.messages()).hasSize(3);
		assertThat(embedded(prompt, 0).uri()).isEqualTo("documents://" + first);
		assertThat(embedded(prompt, 1).uri()).isEqualTo("documents://" + second);
		assertThat(task(prompt)).startsWith("Compare the two documents above, in this respect only: the deadlines. ");
	}

	@Test
	void aDocumentThatIsNotThereIsNamed() {
		assertThatThrownBy(() -> get("summarize_document", Map.of("document_id", "404")))
			.isInstanceOf(NotFoundException.class)
			.hasMessage("There is no document 404 (document_id).");
		String id = Long.toString(DocumentCalls.create(this.gateway, "t", "c"));
		assertThatThrownBy(() -> get("compare_documents", Map.of("first_id", id, "second_id", "405")))
			.isInstanceOf(NotFoundException.class)
			.hasMessage("There is no document 405 (second_id).");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "one", "1 OR 1=1", "1; DROP TABLE documents", "9223372036854775808", "%" })
	void whatIsNoIdIsRefused(String id) {
		assertThatThrownBy(() -> get("summarize_document", Map.of("document_id", id)))
			.isInstanceOf(InvalidArgumentsException.class)
			.hasMessage("/document_id: The id of a document is a whole number, for example 17.");
	}

	@Test
	void whatIsTooLongIsCutAndThePromptSaysSo() {
		try (Gateway bounded = DocumentCalls.start("prompts_bounded", "gateway.postgres.max-prompt-characters=1000")) {
			this.gateway = bounded;
			String longer = Long.toString(DocumentCalls.create(bounded, "Long", "🙂".repeat(1001)));
			String whole = Long.toString(DocumentCalls.create(bounded, "Whole", "🙂".repeat(1000)));
			GetPromptResult cut = get("summarize_document", Map.of("document_id", longer));
			assertThat(JsonMapper.shared().readTree(embedded(cut, 0).text()).get("content").stringValue())
				.isEqualTo("🙂".repeat(1000));
			assertThat(task(cut)).contains("The content of document " + longer
					+ " is cut: the first 1,000 of its 1,001 characters are above.");
			GetPromptResult both = get("compare_documents", Map.of("first_id", whole, "second_id", longer));
			assertThat(task(both)).containsOnlyOnce(" is cut: ").contains("document " + longer + " is cut");
			assertThat(task(get("summarize_document", Map.of("document_id", whole)))).doesNotContain("cut");
		}
	}

	private GetPromptResult get(String name, Map<String, String> arguments) {
		return Objects
			.requireNonNull(this.gateway.bean(PromptGetter.class).get(name, arguments, CallContext.ANONYMOUS).block());
	}

	private static ResourceContents.Text embedded(GetPromptResult prompt, int index) {
		ContentBlock content = prompt.messages().get(index).content();
		return (ResourceContents.Text) ((ContentBlock.EmbeddedResource) content).resource();
	}

	private static String task(GetPromptResult prompt) {
		List<PromptMessage> messages = prompt.messages();
		return ((ContentBlock.Text) messages.getLast().content()).text();
	}

}
