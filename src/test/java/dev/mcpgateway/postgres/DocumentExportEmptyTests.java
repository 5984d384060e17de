package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentExportEmptyTests {

	private final PostgresGateway gateway = PostgresGateway.shared();

	@BeforeEach
	void empty() {
		this.gateway.withoutDocuments();
	}

	@Test
	void exportOfNothingIsEmpty() {
		PostgresGateway.Answer answer = this.gateway.tool("export_documents", Map.of());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void exportHasOneLineADocumentInTheOrderOfTheirIds() {
		this.gateway.create("First", "one");
		this.gateway.create("Second", "two");
		this.gateway.database().execute("UPDATE documents SET content = 'moved to the end of the table' WHERE id = 1");
		List<JsonNode> lines = this.gateway.tool("export_documents", Map.of()).lines();
		assertThat(lines).extracting((line) -> line.get("title").stringValue()).containsExactly("First", "Second");
		assertThat(lines.getFirst()).isEqualTo(this.gateway.resource("documents://1").json());
	}

}
