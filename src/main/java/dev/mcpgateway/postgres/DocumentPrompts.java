package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Locale;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpPrompt;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.ResourceContents;
import dev.mcpgateway.model.Role;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prompts on documents, which come with them as embedded resources.
 */
class DocumentPrompts {

	static final String SUMMARIZE = "summarize_document";

	static final String COMPARE = "compare_documents";

	private final Documents documents;

	private final JsonMapper mapper;

	private final int longest;

	/**
	 * Creates the prompts.
	 * @param longest how many characters of a document's content a prompt holds at most
	 */
	DocumentPrompts(Documents documents, JsonMapper mapper, int longest) {
		this.documents = documents;
		this.mapper = mapper;
		this.longest = longest;
	}

	@McpPrompt(name = SUMMARIZE, title = "Summarize a document", description = "Asks for a summary of one document.")
	Mono<List<PromptMessage>> summarize(
			@McpParam(name = "document_id", description = "The document's id.") String documentId, @McpParam(
					description = "For whom the summary is, for example 'new colleagues'.") @Nullable String audience) {
		return excerpt("document_id", documentId).map((excerpt) -> {
			StringBuilder task = new StringBuilder("Summarize the document above");
			task.append(isGiven(audience) ? " for this audience: %s.".formatted(audience) : ".");
			task.append(" Begin with one sentence that says what it is about, then give its main points as a short "
					+ "list. Use only what the document says.");
			return List.of(embedded(excerpt), PromptMessage.user(task + cut(excerpt)));
		});
	}

	@McpPrompt(name = COMPARE, title = "Compare two documents",
			description = "Asks what two documents have in common and where they differ.")
	Mono<List<PromptMessage>> compare(@McpParam(name = "first_id", description = "A document's id.") String firstId,
			@McpParam(name = "second_id", description = "Another document's id.") String secondId, @McpParam(
					description = "What to compare, for example 'the deadlines'; left out, everything.") @Nullable String aspect) {
		// One after the other: a prompt is no reason to hold two connections.
		return Flux.concat(excerpt("first_id", firstId), excerpt("second_id", secondId)).collectList().map((found) -> {
			Document.Excerpt first = found.getFirst();
			Document.Excerpt second = found.getLast();
			StringBuilder task = new StringBuilder("Compare the two documents above");
			task.append(isGiven(aspect) ? ", in this respect only: %s.".formatted(aspect) : ".");
			task.append(" Say what they have in common, where they differ, and where they contradict each other, and "
					+ "name the document by its title each time. Use only what the documents say.");
			return List.of(embedded(first), embedded(second), PromptMessage.user(task + cut(first) + cut(second)));
		});
	}

	private Mono<Document.Excerpt> excerpt(String argument, String id) {
		long number;
		try {
			number = Long.parseLong(id);
		}
		catch (NumberFormatException ex) {
			return Mono.error(() -> new InvalidArgumentsException("/" + argument,
					"The id of a document is a whole number, for example 17."));
		}
		return this.documents.excerpt(number, this.longest)
			.switchIfEmpty(Mono
				.error(() -> new NotFoundException("There is no document %d (%s).".formatted(number, argument))));
	}

	/** The resource as it is read, but for an end of the content that is cut. */
	private PromptMessage embedded(Document.Excerpt excerpt) {
		Document document = excerpt.document();
		return new PromptMessage(Role.USER,
				new ContentBlock.EmbeddedResource(new ResourceContents.Text(DocumentFeatures.uri(document.id()),
						"application/json", this.mapper.writeValueAsString(document))));
	}

	/** Tells the model, and whoever reads along, what is not there. */
	private String cut(Document.Excerpt excerpt) {
		return (excerpt.length() <= this.longest) ? ""
				: String.format(Locale.ROOT,
						"\n\nThe content of document %d is cut: the first %,d of its %,d characters are above. "
								+ "Say that your answer rests on these only. The tool get_document has the whole.",
						excerpt.document().id(), this.longest, excerpt.length());
	}

	private static boolean isGiven(@Nullable String text) {
		return text != null && !text.isBlank();
	}

}
