package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times that other applications may store and that JSON Schema's date-time cannot show.
 */
class DocumentTimesTests {

	private final Gateway gateway = DocumentCalls.gateway();

	@BeforeEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@ParameterizedTest
	@CsvSource({ "infinity,infinity", "-infinity,-infinity", "10000-01-01 00:00:00Z,+10000-01-01T00:00:00Z",
			"294276-12-31 23:59:59.999999Z,+294276-12-31T23:59:59.999999Z",
			"0044-03-15 00:00:00Z BC,-0043-03-15T00:00:00Z", "0001-12-31 00:00:00Z BC,0000-12-31T00:00:00Z",
			"4713-01-01 00:00:00Z BC,-4712-01-01T00:00:00Z" })
	void timeThatIsNoDateTimeIsLeftOutByName(String stored, String named) {
		long id = DocumentCalls.create(this.gateway, "Timeless", "Text");
		this.gateway.database()
			.execute("ALTER TABLE documents DISABLE TRIGGER documents_touch; UPDATE documents "
					+ "SET created_at = '%s'; ALTER TABLE documents ENABLE TRIGGER documents_touch".formatted(stored));
		JsonNode document = this.gateway.client().value("get_document", Map.of("document_id", id));
		assertThat(document.path("created_at").isNull()).isTrue();
		assertThat(document.path("updated_at").isString()).isTrue();
		assertThat(document.path("left_out").propertyNames()).containsExactly("created_at");
		assertThat(document.at("/left_out/created_at").asString()).startsWith(named + ",");
		JsonNode page = this.gateway.client().value("list_documents", Map.of());
		fits("get_document", document);
		fits("list_documents", page);
		fits("export_documents", this.gateway.client().call("export_documents", Map.of()).values().getFirst());
		assertThat(page.at("/documents/0/left_out/created_at").asString()).startsWith(named);
		assertThat(this.gateway.client().read("documents://" + id).json()).isEqualTo(document);
	}

	@ParameterizedTest
	@CsvSource({ "0001-01-01 00:00:00Z,0001-01-01T00:00:00Z", "1500-02-28 00:00:00Z,1500-02-28T00:00:00Z",
			"9999-12-31 23:59:59.999999Z,9999-12-31T23:59:59.999999Z" })
	void timeWithAYearOfFourDigitsIsShownAsItIs(String stored, String shown) {
		long id = DocumentCalls.create(this.gateway, "Old", "Text");
		this.gateway.database().execute("UPDATE documents SET created_at = '%s'".formatted(stored));
		JsonNode document = this.gateway.client().value("get_document", Map.of("document_id", id));
		assertThat(document.path("created_at").asString()).isEqualTo(shown);
		assertThat(document.propertyNames())
			.containsExactlyElementsOf(List.of("id", "title", "content", "created_at", "updated_at"));
	}

	private void fits(String tool, JsonNode value) {
		ObjectNode schema = this.gateway.bean(FeatureRegistry.class)
			.catalog()
			.tool(tool)
			.orElseThrow()
			.specification()
			.tool()
			.outputSchema();
		assertThat(JsonSchema.compile(Objects.requireNonNull(schema)).validate(value)).as(tool).isEmpty();
	}

}
