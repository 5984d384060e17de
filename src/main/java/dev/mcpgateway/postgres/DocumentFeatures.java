package dev.mcpgateway.postgres;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.UriTemplate;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tools and resources on documents.
 */
class DocumentFeatures {

	static final String URI = "documents://{document_id}";

	private static final UriTemplate TEMPLATE = UriTemplate.parse(URI);

	private final Documents documents;

	private final ResourceUpdates updates;

	DocumentFeatures(Documents documents, ResourceUpdates updates) {
		this.documents = documents;
		this.updates = updates;
	}

	@McpTool(name = "create_document", title = "Create a document", description = "Stores a new document.")
	Mono<Document.Created> create(
			@McpParam(description = "Its title, at most 255 characters.") @NotBlank @Size(max = 255) String title,
			@McpParam(description = "Its text.") String content) {
		return this.documents.create(title, content).doOnNext((created) -> told(created.id()));
	}

	@McpTool(name = "get_document", title = "Get a document", description = "Reads one document by its id.",
			readOnly = true)
	Mono<Document> get(@McpParam(name = "document_id", description = "The document's id.") long id) {
		return this.documents.find(id).switchIfEmpty(Mono.error(() -> absent(id)));
	}

	@McpTool(name = "update_document", title = "Update a document",
			description = "Changes the title, the content, or both, and answers with the document.", idempotent = true,
			destructive = true)
	Mono<Document> update(@McpParam(name = "document_id", description = "The document's id.") long id,
			@McpParam(description = "The new title; left out, it stays.") @NotBlank @Size(
					max = 255) @Nullable String title,
			@McpParam(description = "The new text; left out, it stays.") @Nullable String content) {
		if (title == null && content == null) {
			throw new InvalidArgumentsException("", "Give a title, a content, or both.");
		}
		return this.documents.update(id, title, content)
			.doOnNext((updated) -> told(id))
			.switchIfEmpty(Mono.error(() -> absent(id)));
	}

	@McpTool(name = "delete_document", title = "Delete a document", description = "Deletes one document by its id.",
			destructive = true)
	Mono<Deleted> delete(@McpParam(name = "document_id", description = "The document's id.") long id) {
		return this.documents.delete(id)
			.filter((deleted) -> deleted)
			.doOnNext((deleted) -> told(id))
			.map((deleted) -> new Deleted(id, true))
			.switchIfEmpty(Mono.error(() -> absent(id)));
	}

	@McpTool(name = "list_documents", title = "List documents",
			description = "Lists documents by id, without their content, a page at a time.", readOnly = true)
	Mono<Page> list(@McpParam(description = "How many at most.", defaultValue = "50") @Min(1) @Max(1000) int limit,
			@McpParam(
					description = "The next_cursor of the page before; left out, the first page.") @Nullable String cursor) {
		long after = DocumentCursor.decode(cursor);
		// One more than asked for tells whether there is a next page.
		return this.documents.page(after, limit + 1).collectList().map((found) -> Page.of(found, limit));
	}

	@McpTool(name = "search_documents", title = "Search documents",
			description = "Searches titles and contents (their first 100,000 characters) in full text, best first. "
					+ "Understands \"phrases\", or, and -exclusions.",
			readOnly = true)
	Mono<SearchResult> search(@McpParam(description = "What to look for.") @NotBlank @Size(max = 1000) String query,
			@McpParam(description = "How many at most.", defaultValue = "10") @Min(1) @Max(100) int limit) {
		return this.documents.search(query, limit).collectList().map(SearchResult::new);
	}

	@McpTool(name = "export_documents", title = "Export documents",
			description = "Streams every document, by id, one a line.", readOnly = true)
	Flux<Document> export(ToolCall call) {
		String last = call.resumeAfter();
		if (last == null) {
			return this.documents.export(Long.MIN_VALUE);
		}
		long id = Long.parseLong(last);
		return (id == Long.MAX_VALUE) ? Flux.empty() : this.documents.export(id + 1);
	}

	@McpResource(uri = URI, name = "document", title = "Document", description = "One document with all its fields.")
	Mono<Document> document(@McpParam(name = "document_id") long id) {
		return this.documents.find(id);
	}

	/** Where a document is read. */
	static String uri(long id) {
		return TEMPLATE.expand((variable) -> Long.toString(id));
	}

	/** The gateway's own table tells by itself, whoever changes it. */
	private void told(long id) {
		if (!this.documents.tellOfChanges()) {
			this.updates.updated(uri(id));
		}
	}

	private static NotFoundException absent(long id) {
		return new NotFoundException("There is no document %d.".formatted(id));
	}

	record Deleted(long id, boolean deleted) {
	}

	record SearchResult(List<Document.Hit> results) {
	}

	/**
	 * A page of documents.
	 *
	 * @param nextCursor gives the next page; absent on the last
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Page(List<Document.Summary> documents, @JsonProperty("next_cursor") @Nullable String nextCursor) {

		static Page of(List<Document.Summary> found, int limit) {
			if (found.size() <= limit) {
				return new Page(found, null);
			}
			List<Document.Summary> page = found.subList(0, limit);
			return new Page(page, DocumentCursor.encode(page.getLast().id()));
		}

	}

}
