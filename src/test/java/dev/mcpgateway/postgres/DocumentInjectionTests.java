package dev.mcpgateway.postgres;

import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text arguments that try to be SQL.
 */
class DocumentInjectionTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x'; DROP TABLE documents; --", "COMMIT; DROP TABLE documents; --",
			"\\'; DROP TABLE documents; --", "$1; DROP TABLE documents", "x', (SELECT version())) --",
			"$$; DROP TABLE documents; $$" })
	void stackedStatementIsText(String attack) {
		long id = DocumentCalls.create(this.gateway, attack, attack);
		assertThat(this.gateway.client().value("get_document", Map.of("document_id", id)).get("content").stringValue())
			.isEqualTo(attack);
		this.gateway.client().value("update_document", Map.of("document_id", id, "title", attack + "!"));
		this.gateway.client().value("search_documents", Map.of("query", attack));
		for (String tool : new String[] { "get_document", "delete_document" }) {
			assertThat(this.gateway.client().call(tool, Map.of("document_id", attack)).status()).isEqualTo(400);
		}
		assertThat(this.gateway.client().call("list_documents", Map.of("cursor", attack)).status()).isEqualTo(400);
		assertThat(this.gateway.client().read("documents://" + id).json().get("title").stringValue())
			.isEqualTo(attack + "!");
		assertThat(this.gateway.database().count("SELECT count(*) FROM documents WHERE content = ?", attack))
			.isEqualTo(1);
	}

}
