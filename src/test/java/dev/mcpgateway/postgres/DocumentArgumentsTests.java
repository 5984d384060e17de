package dev.mcpgateway.postgres;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DocumentArgumentsTests {

	private static final String SMILE = "\uD83D\uDE00";

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	static Stream<Arguments> refused() {
		String emptyText = "";
		return Stream.of(arguments("create_document", Map.of("title", "x".repeat(256), "content", emptyText), "/title"),
				arguments("create_document", Map.of("title", SMILE.repeat(256), "content", emptyText), "/title"),
				arguments("create_document", Map.of("title", emptyText, "content", emptyText), "/title"),
				arguments("create_document", Map.of("title", " \t\n", "content", emptyText), "/title"),
				arguments("create_document", Map.of("title", "No content"), ""),
				arguments("create_document", Map.of("title", "A", "content", emptyText, "owner", "me"), ""),
				arguments("get_document", Map.of("document_id", "1"), "/document_id"),
				arguments("get_document", Map.of("document_id", 1.5), "/document_id"),
				arguments("get_document", Map.of("document_id", BigInteger.TWO.pow(63)), "/document_id"),
				arguments("list_documents", Map.of("limit", 0), "/limit"),
				arguments("list_documents", Map.of("limit", 1001), "/limit"),
				arguments("search_documents", Map.of("query", " "), "/query"),
				arguments("search_documents", Map.of("query", "x".repeat(1001)), "/query"),
				arguments("search_documents", Map.of("query", "a", "limit", 0), "/limit"),
				arguments("search_documents", Map.of("query", "a", "limit", 101), "/limit"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatBreaksALimitIsRefusedWithAPointer(String tool, Map<String, ?> values, String pointer) {
		Answer answer = this.gateway.client().call(tool, values);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.json().get("type").stringValue()).endsWith("invalid-arguments");
		assertThat(answer.pointer()).startsWith(pointer);
		assertThat(this.gateway.database().count("SELECT count(*) FROM documents")).isZero();
	}

	@Test
	void titleHasRoomFor255CharactersAlsoBeyondTheBasicPlane() {
		String title = SMILE.repeat(255);
		long id = DocumentCalls.create(this.gateway, title, "");
		assertThat(this.gateway.client().value("get_document", Map.of("document_id", id)).get("title").stringValue())
			.isEqualTo(title);
		assertThat(DocumentCalls.create(this.gateway, "x".repeat(255), "")).isGreaterThan(id);
	}

	@Test
	void nulCharacterIsRefusedAsTheCallersMistake() {
		for (Map<String, String> values : List.of(Map.of("title", "a\u0000b", "content", "c"),
				Map.of("title", "a", "content", "b\u0000c"))) {
			Answer answer = this.gateway.client().call("create_document", values);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().get("detail").stringValue()).contains("NUL character");
		}
		assertThat(this.gateway.client().call("search_documents", Map.of("query", "a\u0000b")).status()).isEqualTo(400);
	}

	@Test
	void contentOf900KilobytesOfDifferentWordsIsStoredAndFound() {
		String content = IntStream.range(0, 128_000)
			.mapToObj((i) -> Integer.toString(i + 46_656, 36) + "q")
			.collect(Collectors.joining(" "));
		assertThat(content.length()).isBetween(640_000, 1_000_000);
		long id = DocumentCalls.create(this.gateway, "Words", content);
		assertThat(this.gateway.client()
			.value("get_document", Map.of("document_id", id))
			.get("content")
			.stringValue()
			.length()).isEqualTo(content.length());
		assertThat(this.gateway.client()
			.value("search_documents", Map.of("query", content.substring(0, 5)))
			.get("results")).hasSize(1);
	}

	@Test
	void hyphenatedWordsOfAWideScriptAreStored() {
		StringBuilder content = new StringBuilder();
		for (int i = 0; content.length() < 200_000; i++) {
			content.append(han(i))
				.append(han(i * 7 + i / 20_000))
				.append('-')
				.append(han(i * 13))
				.append(han(i * 17 + 5))
				.append(' ');
		}
		assertThat(DocumentCalls.create(this.gateway, "Hyphens", content.toString())).isEqualTo(1);
	}

	private static char han(int number) {
		return (char) (0x4E00 + number % 20_000);
	}

}
