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

class DocumentResourceTests {

	private static final String TEMPLATE = "documents://{document_id}";

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void documentIsReadByItsUriWithAllFiveFields() {
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		Answer answer = this.gateway.client().read("documents://" + id);
		assertThat(answer.status()).isEqualTo(200);
		JsonNode document = answer.json();
		assertThat(document.propertyNames()).containsExactly("id", "title", "content", "created_at", "updated_at");
		assertThat(document).isEqualTo(this.gateway.client().value("get_document", Map.of("document_id", id)));
		assertThat(Instant.parse(document.get("updated_at").stringValue())).isNotNull();
	}

	@Test
	void documentIsReadByTheTemplate() {
		long id = DocumentCalls.create(this.gateway, "A title", "A text");
		Answer answer = this.gateway.client()
			.post("/api/mcp/resource", Map.of("uri", TEMPLATE, "params", Map.of("document_id", id)));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("title").stringValue()).isEqualTo("A title");
	}

	@Test
	void absentDocumentIs404() {
		Answer answer = this.gateway.client().read("documents://404");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("type").stringValue()).endsWith("unknown-resource");
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "+1", "1%0A", "%201", "%D9%A1", "١", "%31", "-0", "1%20OR%201=1" })
	void anotherSpellingOfAnIdIsNoResource(String id) {
		long made = DocumentCalls.create(this.gateway, "A title", "A text");
		assertThat(made).isOne();
		Answer answer = this.gateway.client().read("documents://" + id);
		assertThat(answer.status()).as(answer.text()).isEqualTo(404);
		assertThat(answer.json().get("type").stringValue()).endsWith("unknown-resource");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "1%20OR%201%3D1", "1.5", "9223372036854775808" })
	void whatIsNoIdIs400(String id) {
		Answer answer = this.gateway.client().read("documents://" + id);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.pointer()).isEqualTo("/document_id");
	}

}
