package dev.mcpgateway.postgres;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentResourceTests {

	private static final String TEMPLATE = "documents://{document_id}";

	private final PostgresGateway gateway = PostgresGateway.shared();

	@BeforeEach
	void empty() {
		this.gateway.withoutDocuments();
	}

	@Test
	void documentIsReadByItsUriWithAllFiveFields() {
		long id = this.gateway.create("A title", "A text");
		PostgresGateway.Answer answer = this.gateway.resource("documents://" + id);
		assertThat(answer.status()).isEqualTo(200);
		JsonNode document = answer.json();
		assertThat(document.propertyNames()).containsExactly("id", "title", "content", "created_at", "updated_at");
		assertThat(document).isEqualTo(this.gateway.value("get_document", Map.of("document_id", id)));
		assertThat(Instant.parse(document.get("updated_at").stringValue())).isNotNull();
	}

	@Test
	void documentIsReadByTheTemplate() {
		long id = this.gateway.create("A title", "A text");
		PostgresGateway.Answer answer = this.gateway.post("/api/mcp/resource",
				Map.of("uri", TEMPLATE, "params", Map.of("document_id", id)));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().get("title").stringValue()).isEqualTo("A title");
	}

	@Test
	void absentDocumentIs404() {
		PostgresGateway.Answer answer = this.gateway.resource("documents://404");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("type").stringValue()).endsWith("unknown-resource");
	}

	@ParameterizedTest
	@ValueSource(strings = { "01", "+1", "1%0A", "%201", "%D9%A1", "١", "%31", "-0", "1%20OR%201=1" })
	void anotherSpellingOfAnIdIsNoResource(String id) {
		long made = this.gateway.create("A title", "A text");
		assertThat(made).isOne();
		PostgresGateway.Answer answer = this.gateway.resource("documents://" + id);
		assertThat(answer.status()).as(answer.body()).isEqualTo(404);
		assertThat(answer.json().get("type").stringValue()).endsWith("unknown-resource");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "1%20OR%201%3D1", "1.5", "9223372036854775808" })
	void whatIsNoIdIs400(String id) {
		PostgresGateway.Answer answer = this.gateway.resource("documents://" + id);
		assertThat(answer.status()).as(answer.body()).isEqualTo(400);
		assertThat(answer.pointer()).isEqualTo("/document_id");
	}

}
