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

class DocumentPagingTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void sevenDocuments() {
		DocumentCalls.clear(this.gateway)
			.database()
			.execute(
					"INSERT INTO documents (title, content) SELECT 'Title ' || n, 'Text' FROM generate_series(1, 7) n");
	}

	@Test
	void pagesHoldEveryDocumentOnceInOrder() {
		JsonNode first = this.gateway.client().value("list_documents", Map.of("limit", 3));
		JsonNode second = next(first, 3);
		JsonNode third = next(second, 3);
		List<Long> ids = new ArrayList<>();
		for (JsonNode page : List.of(first, second, third)) {
			page.get("documents").forEach((document) -> ids.add(document.get("id").longValue()));
		}
		assertThat(ids).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
		assertThat(third.has("next_cursor")).isFalse();
	}

	@Test
	void summariesHaveNoContent() {
		JsonNode summary = this.gateway.client().value("list_documents", Map.of()).get("documents").get(0);
		assertThat(summary.propertyNames()).containsExactly("id", "title", "created_at", "updated_at");
	}

	@Test
	void lastPageThatIsJustFullHasNoCursor() {
		JsonNode page = this.gateway.client().value("list_documents", Map.of("limit", 7));
		assertThat(page.get("documents")).hasSize(7);
		assertThat(page.has("next_cursor")).isFalse();
	}

	@Test
	void pageAfterADeletedDocumentLosesNothing() {
		JsonNode first = this.gateway.client().value("list_documents", Map.of("limit", 3));
		this.gateway.database().execute("DELETE FROM documents WHERE id <= 3");
		assertThat(next(first, 1).get("documents").get(0).get("id").longValue()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "AAAA", "AAAAAAAAAAMA", "AAAAAAAAAA!", "3", "' OR 1=1 --" })
	void cursorThatWasTamperedWithIsRefused(String cursor) {
		Answer answer = this.gateway.client().call("list_documents", Map.of("cursor", cursor));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.pointer()).isEqualTo("/cursor");
	}

	@Test
	void emptyCursorIsTheFirstPage() {
		JsonNode first = this.gateway.client().value("list_documents", Map.of("limit", 2));
		assertThat(this.gateway.client().value("list_documents", Map.of("limit", 2, "cursor", "")).get("documents"))
			.isEqualTo(first.get("documents"));
	}

	private JsonNode next(JsonNode page, int limit) {
		return this.gateway.client()
			.value("list_documents", Map.of("limit", limit, "cursor", page.get("next_cursor").stringValue()));
	}

}
