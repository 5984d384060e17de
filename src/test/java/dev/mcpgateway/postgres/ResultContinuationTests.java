package dev.mcpgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.McpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of a result that did not fit into one message, over MCP.
 */
@Timeout(60)
class ResultContinuationTests {

	private static final int PAGE = 100;

	private static Gateway gateway;

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("continued", "gateway.results.max-items=" + PAGE,
				"gateway.results.max-skipped=250");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@BeforeEach
	void fill() {
		DocumentCalls.clear(gateway)
			.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title', 'Text' FROM generate_series(1, 1050)");
	}

	@Test
	void exportGoesOnBehindTheLastDocumentToTheEnd() {
		List<Long> ids = new ArrayList<>();
		List<JsonNode> pages = pages("export_documents", Map.of(), ids, "id");
		assertThat(pages).hasSize(10);
		assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 1050).boxed().toList());
		assertThat(pages.getLast().has("notWhole")).isFalse();
	}

	@Test
	void documentThatIsDeletedBetweenPagesHidesNoOther() {
		List<Long> ids = new ArrayList<>();
		JsonNode result = call("export_documents", Map.of());
		add(result.at("/result/structuredContent"), ids, "id");
		gateway.database().execute("DELETE FROM documents WHERE id <= 90");
		follow(link(result), ids, "id");
		assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 1050).boxed().toList());
	}

	@Test
	void toolThatStartsAgainIsContinuedUpToTheBoundAndSaysSo() {
		List<Long> counts = new ArrayList<>();
		List<JsonNode> pages = pages("count", Map.of("to", 1000, "delay_ms", 0), counts, "count");
		assertThat(counts).isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf).toList());
		assertThat(pages.getLast().has("next")).isFalse();
		assertThat(pages.getLast().path("notWhole").asString()).as(pages.getLast().toString().substring(0, 200))
			.contains("not done behind 250 items");
	}

	/** The pages behind the first, and what all of them hold. */
	private static List<JsonNode> pages(String tool, Map<String, ?> arguments, List<Long> values, String member) {
		JsonNode result = call(tool, arguments);
		add(result.at("/result/structuredContent"), values, member);
		return follow(link(result), values, member);
	}

	private static List<JsonNode> follow(@Nullable String first, List<Long> values, String member) {
		List<JsonNode> pages = new ArrayList<>();
		for (@Nullable
		String uri = first; uri != null;) {
			JsonNode read = McpRequest.modern(gateway.port(), "resources/read").param("uri", uri).send().response();
			JsonNode page = JsonMapper.shared().readTree(read.at("/result/contents/0/text").asString());
			add(page.path("items"), values, member);
			pages.add(page);
			uri = page.has("next") ? page.path("next").asString() : null;
		}
		return pages;
	}

	private static JsonNode call(String tool, Map<String, ?> arguments) {
		return McpRequest.modern(gateway.port(), "tools/call")
			.param("name", tool)
			.param("arguments", arguments)
			.send()
			.response();
	}

	private static @Nullable String link(JsonNode result) {
		return result.at("/result/content")
			.valueStream()
			.filter((block) -> block.path("type").asString().equals("resource_link"))
			.map((block) -> block.path("uri").asString())
			.findFirst()
			.orElse(null);
	}

	private static void add(JsonNode items, List<Long> values, String member) {
		items.forEach((item) -> values.add(item.path(member).asLong()));
	}

}
