package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentExportEmptyTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void exportOfNothingIsEmpty() {
		Answer answer = this.gateway.client().call("export_documents", Map.of());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEmpty();
	}

	@Test
	void exportHasOneLineADocumentInTheOrderOfTheirIds() {
		DocumentCalls.create(this.gateway, "First", "one");
		DocumentCalls.create(this.gateway, "Second", "two");
		this.gateway.database().execute("UPDATE documents SET content = 'moved to the end of the table' WHERE id = 1");
		List<JsonNode> lines = this.gateway.client().call("export_documents", Map.of()).values();
		assertThat(lines).extracting((line) -> line.get("title").stringValue()).containsExactly("First", "Second");
		assertThat(lines.getFirst()).isEqualTo(this.gateway.client().read("documents://1").json());
	}

}
