package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentCompletionTests {

	private static final String TEMPLATE = "documents://{document_id}";

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void withoutAnythingTypedTheNewestComeFirst() {
		assertThat(complete("")).isEqualTo(Completion.NONE);
		store(3, "t");
		assertThat(complete("")).isEqualTo(new Completion(List.of("3", "2", "1"), 3, false));
	}

	@Test
	void digitsFindTheIdsThatBeginWithThem() {
		store(1234, "t");
		assertThat(complete("12").values()).isEqualTo(
				LongStream
					.concat(LongStream.concat(LongStream.of(12), LongStream.range(120, 130)),
							LongStream.rangeClosed(1200, 1234))
					.mapToObj(Long::toString)
					.toList());
		assertThat(complete("1234").values()).containsExactly("1234");
		assertThat(complete("1235").values()).isEmpty();
		assertThat(complete("0").values()).isEmpty();
		assertThat(complete("-1").values()).isEmpty();
		assertThat(complete("9223372036854775807").values()).isEmpty();
		assertThat(complete("9223372036854775808").values()).isEmpty();
		Completion many = complete("1");
		assertThat(many.values()).hasSize(Completion.MAX_VALUES).startsWith("1", "10", "11");
		assertThat(many.hasMore()).isTrue();
		assertThat(many.total()).isNull();
	}

	@Test
	void textFindsTheTitlesThatBeginWithIt() {
		DocumentCalls.create(this.gateway, "Quarterly report", "c");
		DocumentCalls.create(this.gateway, "quarterly plan", "c");
		DocumentCalls.create(this.gateway, "The Quarterly", "c");
		DocumentCalls.create(this.gateway, "3 wishes", "c");
		assertThat(complete("QUART").values()).containsExactly("2", "1");
		assertThat(complete("Quarterly r").values()).containsExactly("1");
		assertThat(complete("report").values()).isEmpty();
		// The id first, and no id twice.
		assertThat(complete("3").values()).containsExactly("3", "4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "_", "\\", "\\%", "%%", "'; DROP TABLE documents; --", "$1", "[a-z]" })
	void whatIsTypedMeansItself(String typed) {
		long literal = DocumentCalls.create(this.gateway, typed + " is the title", "c");
		DocumentCalls.create(this.gateway, "another " + typed, "c");
		assertThat(complete(typed).values()).containsExactly(Long.toString(literal));
		assertThat(this.gateway.database().count("SELECT count(*) FROM documents")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "summarize_document, document_id", "compare_documents, first_id", "compare_documents, second_id" })
	void idsOfPromptsAreCompleted(String prompt, String argument) {
		store(2, "t");
		assertThat(Objects
			.requireNonNull(this.gateway.bean(PromptGetter.class).complete(prompt, request(argument, "2")).block())
			.values()).containsExactly("2");
	}

	@ParameterizedTest
	@CsvSource({ "summarize_document, audience", "compare_documents, aspect" })
	void freeTextIsNotCompleted(String prompt, String argument) {
		store(2, "t");
		assertThat(this.gateway.bean(PromptGetter.class).complete(prompt, request(argument, "t")).block())
			.isEqualTo(Completion.NONE);
	}

	private Completion complete(String typed) {
		return Objects.requireNonNull(this.gateway.bean(PromptGetter.class)
			.completeResource(TEMPLATE, request("document_id", typed))
			.block());
	}

	private static CompletionRequest request(String argument, String typed) {
		return new CompletionRequest(argument, typed, Map.of(), Caller.ANONYMOUS);
	}

	private void store(int count, String title) {
		this.gateway.database()
			.execute("INSERT INTO documents (title, content) SELECT '%s', 'c' FROM generate_series(1, %d)"
				.formatted(title, count));
	}

}
