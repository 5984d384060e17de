package dev.mcpgateway.postgres;

import dev.mcpgateway.annotation.McpCompletion;
import dev.mcpgateway.model.Completion;
import reactor.core.publisher.Flux;

/**
 * Finds the ids of documents while they are typed: by the id's first digits, and by the
 * beginning of the title.
 */
class DocumentCompletions {

	/** One more than is shown tells that there are more. */
	private static final int MOST = Completion.MAX_VALUES + 1;

	private final Documents documents;

	DocumentCompletions(Documents documents) {
		this.documents = documents;
	}

	@McpCompletion(resource = DocumentFeatures.URI, argument = "document_id")
	@McpCompletion(prompt = DocumentPrompts.SUMMARIZE, argument = "document_id")
	@McpCompletion(prompt = DocumentPrompts.COMPARE, argument = "first_id")
	@McpCompletion(prompt = DocumentPrompts.COMPARE, argument = "second_id")
	Flux<String> ids(String typed) {
		Flux<Long> found = typed.isEmpty() ? this.documents.newest(MOST)
				: Flux.concat(this.documents.withIdPrefix(typed, MOST), this.documents.withTitlePrefix(typed, MOST));
		return found.distinct().map(String::valueOf);
	}

}
