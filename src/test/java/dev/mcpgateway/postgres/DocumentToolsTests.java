package dev.mcpgateway.postgres;

import java.time.Instant;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentToolsTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void createAnswersWithIdAndTitleOnly() {
		JsonNode created = this.gateway.client()
			.value("create_document", Map.of("title", "A title", "content", "A text"));
		assertThat(created).hasToString("{\"id\":1,\"title\":\"A title\"}");
	}

	@Test
	void getAnswersWithAllFiveFieldsAndTimesInIso8601() {
		Instant before = Instant.parse(now());
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		JsonNode document = this.gateway.client().value("get_document", Map.of("document_id", id));
		assertThat(document.propertyNames()).containsExactly("id", "title", "content", "created_at", "updated_at");
		assertThat(document.get("id").longValue()).isEqualTo(id);
		assertThat(document.get("title").stringValue()).isEqualTo("A title");
		assertThat(document.get("content").stringValue()).isEqualTo("A text");
		Instant created = Instant.parse(document.get("created_at").stringValue());
		assertThat(created).isBetween(before, Instant.parse(now()));
		assertThat(Instant.parse(document.get("updated_at").stringValue())).isEqualTo(created);
	}

	@Test
	void updateChangesWhatIsGivenAndMovesUpdatedAt() {
		long id = DocumentCalls.create(this.gateway, "Old title", "Old text");
		JsonNode made = this.gateway.client().value("get_document", Map.of("document_id", id));
		JsonNode titled = this.gateway.client()
			.value("update_document", Map.of("document_id", id, "title", "New title"));
		assertThat(titled.get("title").stringValue()).isEqualTo("New title");
		assertThat(titled.get("content").stringValue()).isEqualTo("Old text");
		assertThat(titled.get("created_at")).isEqualTo(made.get("created_at"));
		assertThat(updated(titled)).isAfter(updated(made));
		JsonNode written = this.gateway.client().value("update_document", Map.of("document_id", id, "content", ""));
		assertThat(written.get("title").stringValue()).isEqualTo("New title");
		assertThat(written.get("content").stringValue()).isEmpty();
		assertThat(updated(written)).isAfter(updated(titled));
	}

	@Test
	void updateOfNothingIsRefused() {
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		Answer answer = this.gateway.client().call("update_document", Map.of("document_id", id));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").stringValue()).isEqualTo("Give a title, a content, or both.");
	}

	@Test
	void theDatabaseMovesUpdatedAtOfARowThatIsChangedByPlainSql() {
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		Instant made = updated(this.gateway.client().value("get_document", Map.of("document_id", id)));
		this.gateway.database().execute("UPDATE documents SET content = 'By hand', updated_at = '2001-01-01'");
		JsonNode changed = this.gateway.client().value("get_document", Map.of("document_id", id));
		assertThat(changed.get("content").stringValue()).isEqualTo("By hand");
		assertThat(updated(changed)).isAfter(made);
	}

	@Test
	void deletedDocumentIsGone() {
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		assertThat(this.gateway.client().value("delete_document", Map.of("document_id", id)))
			.hasToString("{\"id\":1,\"deleted\":true}");
		assertThat(this.gateway.client().call("get_document", Map.of("document_id", id)).status()).isEqualTo(404);
		assertThat(this.gateway.database().count("SELECT count(*) FROM documents")).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "get_document", "update_document", "delete_document" })
	void absentDocumentIs404(String tool) {
		Map<String, ?> arguments = tool.equals("update_document") ? Map.of("document_id", 404, "title", "A title")
				: Map.of("document_id", 404);
		Answer answer = this.gateway.client().call(tool, arguments);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("detail").stringValue()).isEqualTo("There is no document 404.");
	}

	private String now() {
		return String.valueOf(this.gateway.database()
			.query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
	}

	private static Instant updated(JsonNode document) {
		return Instant.parse(document.get("updated_at").stringValue());
	}

}
