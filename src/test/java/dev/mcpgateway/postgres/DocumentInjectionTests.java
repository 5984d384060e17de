package dev.mcpgateway.postgres;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text arguments that try to be SQL.
 */
class DocumentInjectionTests {

	private final PostgresGateway gateway = PostgresGateway.shared();

	@BeforeEach
	void empty() {
		this.gateway.withoutDocuments();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x'; DROP TABLE documents; --", "COMMIT; DROP TABLE documents; --",
			"\\'; DROP TABLE documents; --", "$1; DROP TABLE documents", "x', (SELECT version())) --",
			"$$; DROP TABLE documents; $$" })
	void stackedStatementIsText(String attack) {
		long id = this.gateway.create(attack, attack);
		assertThat(this.gateway.value("get_document", Map.of("document_id", id)).get("content").stringValue())
			.isEqualTo(attack);
		this.gateway.value("update_document", Map.of("document_id", id, "title", attack + "!"));
		this.gateway.value("search_documents", Map.of("query", attack));
		for (String tool : new String[] { "get_document", "delete_document" }) {
			assertThat(this.gateway.tool(tool, Map.of("document_id", attack)).status()).isEqualTo(400);
		}
		assertThat(this.gateway.tool("list_documents", Map.of("cursor", attack)).status()).isEqualTo(400);
		assertThat(this.gateway.resource("documents://" + id).json().get("title").stringValue())
			.isEqualTo(attack + "!");
		assertThat(this.gateway.database().count("SELECT count(*) FROM documents WHERE content = ?", attack))
			.isEqualTo(1);
	}

}
