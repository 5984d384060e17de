package dev.mcpgateway.schema;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.requirement.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonSchemaTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/** Reads numbers as the gateway does. */
	private static final JsonMapper EXACT = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final String PERSON = """
			{"type": "object", "required": ["name", "address"], "additionalProperties": false, "properties": {
			  "name": {"type": "string", "minLength": 1},
			  "age": {"type": "integer", "minimum": 0, "maximum": 150},
			  "address": {"type": "object", "required": ["a/b"], "additionalProperties": false, "properties": {
			    "a/b": {"type": "string"}, "m~n": {"type": "boolean"}}},
			  "tags": {"type": "array", "items": {"type": "string"}}}}""";

	@Test
	void aValueThatFitsHasNoViolations() {
		assertThat(violations(PERSON, """
				{"name": "A", "age": 30, "address": {"a/b": "x", "m~n": true}, "tags": ["t"]}""")).isEmpty();
	}

	@Test
	void aMissingMemberIsPointedAt() {
		assertThat(pointers(PERSON, "{\"address\": {\"a/b\": \"x\"}}")).containsExactly("/name");
	}

	@Test
	void anUnknownMemberIsPointedAt() {
		assertThat(pointers(PERSON, "{\"name\": \"A\", \"address\": {\"a/b\": \"x\"}, \"nmae\": 1}"))
			.containsExactly("/nmae");
	}

	@Test
	void aNestedMemberOfTheWrongTypeIsPointedAt() {
		assertThat(pointers(PERSON, """
				{"name": "A", "address": {"a/b": "x"}, "tags": ["t", 2]}""")).containsExactly("/tags/1");
	}

	@Test
	void namesInPointersAreEscaped() {
		assertThat(pointers(PERSON, "{\"name\": \"A\", \"address\": {\"m~n\": 1, \"c/d~\": 1}}"))
			.containsExactlyInAnyOrder("/address/a~1b", "/address/m~0n", "/address/c~1d~0");
	}

	@Test
	void theWholeValueIsPointedAtByNothing() {
		assertThat(pointers("{\"type\": \"object\"}", "[]")).containsExactly("");
	}

	@Test
	void aViolationSaysWhatIsWrong() {
		assertThat(violations(PERSON, "{\"name\": \"A\", \"age\": -1, \"address\": {\"a/b\": \"x\"}}")).singleElement()
			.satisfies((violation) -> assertThat(violation.detail()).contains("minimum", "0"));
	}

	@Test
	void violationsAreToldInEnglish() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(violations("{\"type\": \"string\"}", "1")).singleElement()
				.satisfies((violation) -> assertThat(violation.detail()).contains("integer found, string expected"));
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e1000000000", "-1e1000000000", "1e-1000000000", "1e400", "1e30", "99999999999999999999",
			"1.5", "151" })
	void numbersOfAnySizeAreCompared(String number) {
		assertThat(pointers(PERSON, "{\"name\": \"A\", \"age\": " + number + ", \"address\": {\"a/b\": \"x\"}}"))
			.containsOnly("/age");
	}

	@Test
	void thereAreNotMoreViolationsThanHelp() {
		StringBuilder many = new StringBuilder("{\"name\": \"A\", \"address\": {\"a/b\": \"x\"}");
		for (int i = 0; i < 1_000; i++) {
			many.append(", \"x").append(i).append("\": 1");
		}
		assertThat(violations(PERSON, many.append('}').toString())).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\": \"nonsense\"}", "{\"type\": 1}", "{\"required\": \"name\"}",
			"{\"minimum\": \"1\"}", "{\"pattern\": \"(\"}", "{\"properties\": []}", "{\"$ref\": \"#/$defs/absent\"}" })
	@Requirement({ "2025-schema-valid", "2026-schema-valid" })
	void whatIsNoSchemaIsRefused(String schema) {
		assertThatIllegalArgumentException().isThrownBy(() -> compile(schema));
	}

	@Test
	void aReferenceWithinTheSchemaResolves() {
		assertThat(pointers(
				"{\"$defs\": {\"n\": {\"type\": \"integer\"}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/n\"}}}",
				"{\"a\": \"x\"}"))
			.containsExactly("/a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\": \"%s/schema.json\"}", "{\"$schema\": \"%s/meta.json\", \"type\": \"object\"}",
			"{\"properties\": {\"a\": {\"$dynamicRef\": \"%s/schema.json#x\"}}}",
			"{\"properties\": {\"a\": {\"$ref\": \"%s/schema.json\"}}}",
			"{\"$id\": \"%s/root.json\", \"properties\": {\"a\": {\"$ref\": \"other.json\"}}}" })
	@Requirement({ "2026-schema-no-network-ref", "2026-schema-network-ref-off" })
	void nothingIsFetched(String schema) {
		AtomicInteger requests = new AtomicInteger();
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle((request, response) -> {
			requests.incrementAndGet();
			return response.header("Content-Type", "application/json").sendString(Mono.just("{}"));
		}).bindNow();
		try {
			assertThatThrownBy(() -> compile(schema.formatted("http://127.0.0.1:" + server.port()))
				.validate(MAPPER.readTree("{\"a\": 1}"))).hasMessageContaining("/");
			assertThat(requests).hasValue(0);
		}
		finally {
			server.disposeNow();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:///etc/passwd", "classpath:application.yml", "resource:application.yml",
			"jar:file:/tmp/x.jar!/y" })
	void nothingOfThisMachineIsRead(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> compile("{\"$ref\": \"%s\"}".formatted(uri)));
	}

	@Test
	void schemasOfTheSameIdAreStrangers() {
		JsonSchema first = compile("{\"$id\": \"https://a.example/s\", \"type\": \"string\"}");
		JsonSchema second = compile("{\"$id\": \"https://a.example/s\", \"type\": \"integer\"}");
		assertThat(first.validate(MAPPER.readTree("1"))).isNotEmpty();
		assertThat(second.validate(MAPPER.readTree("1"))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> compile("{\"$ref\": \"https://a.example/s\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", ",
			"\"$schema\": \"https://json-schema.org/draft/2020-12/schema#\", " })
	@Requirement({ "2025-schema-supported", "2025-schema-default-dialect", "2025-schema-declared-dialect",
			"2026-schema-supported", "2026-schema-default-dialect", "2026-schema-declared-dialect" })
	void aSchemaIsOfTheNewestDraft(String declared) {
		String schema = "{" + declared + """
				"prefixItems": [{"type": "string"}], "items": false, "unevaluatedProperties": false}""";
		assertThat(pointers(schema, "[1]")).containsExactly("/0");
		assertThat(pointers(schema, "[\"a\", 2]")).isNotEmpty();
		assertThat(pointers(schema, "{\"c\": 1}")).containsExactly("/c");
		String dependent = "{" + declared + "\"dependentRequired\": {\"a\": [\"b\"]}}";
		assertThat(pointers(dependent, "{\"a\": 1}")).isNotEmpty();
		assertThat(pointers(dependent, "{\"a\": 1, \"b\": 1}")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-04/schema#",
			"https://json-schema.org/draft/2019-09/schema", "https://example.com/mine", "nonsense" })
	@Requirement({ "2025-schema-unsupported-dialect", "2026-schema-unsupported-dialect" })
	void aSchemaOfAnotherDialectIsRefusedByName(String dialect) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> compile("{\"$schema\": \"%s\", \"type\": \"object\"}".formatted(dialect)))
			.withMessageContaining("dialect")
			.withMessageContaining(dialect);
	}

	@Test
	void aSchemaIsNotChangedByCompilingIt() {
		ObjectNode schema = (ObjectNode) MAPPER.readTree(PERSON);
		JsonSchema.compile(schema);
		assertThat(schema).isEqualTo(MAPPER.readTree(PERSON));
	}

	private static JsonSchema compile(String schema) {
		return JsonSchema.compile((ObjectNode) MAPPER.readTree(schema));
	}

	private static List<SchemaViolation> violations(String schema, String value) {
		return compile(schema).validate(EXACT.readTree(value));
	}

	private static List<String> pointers(String schema, String value) {
		return violations(schema, value).stream().map(SchemaViolation::pointer).toList();
	}

}
