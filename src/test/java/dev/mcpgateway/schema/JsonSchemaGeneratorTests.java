package dev.mcpgateway.schema;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonSchemaGeneratorTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final JsonSchemaGenerator generator = new JsonSchemaGenerator();

	@Test
	void membersAreRequiredUnlessNullable() {
		ObjectNode schema = this.generator.generate(Person.class);
		assertThat(schema.get("type").stringValue()).isEqualTo("object");
		assertThat(schema.get("required").valueStream().map(JsonNode::stringValue)).containsExactlyInAnyOrder("name",
				"born_at", "colour", "address", "tags", "scores", "extra");
		assertThat(schema.at("/properties/note/type")).isEqualTo(json("[\"string\",\"null\"]"));
	}

	@Test
	void membersAreNamedAsJacksonWritesThem() {
		assertThat(this.generator.generate(Person.class).get("properties").propertyNames())
			.containsExactlyInAnyOrder("name", "note", "born_at", "colour", "address", "tags", "scores", "extra");
	}

	@Test
	void membersHaveTheTypesThatJacksonWrites() {
		ObjectNode schema = this.generator.generate(Person.class);
		assertThat(schema.at("/properties/born_at")).isEqualTo(json("{\"type\":\"string\",\"format\":\"date-time\"}"));
		assertThat(schema.at("/properties/address/properties/street")).isEqualTo(json("{\"type\":\"string\"}"));
		assertThat(schema.at("/properties/tags"))
			.isEqualTo(json("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
		assertThat(schema.at("/properties/scores"))
			.isEqualTo(json("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}"));
		assertThat(schema.at("/properties/extra")).isEqualTo(json("{}"));
	}

	@Test
	void constantsAreNamedAsJacksonWritesThem() {
		assertThat(this.generator.generate(Colour.class).get("enum")).isEqualTo(json("[\"red\",\"GREEN\"]"));
	}

	@Test
	void aNullableConstantMayBeNull() {
		JsonSchema schema = JsonSchema.compile(this.generator.generate(Painted.class));
		assertThat(schema.validate(json("{\"colour\":null}"))).isEmpty();
		assertThat(schema.validate(json("{\"colour\":\"red\"}"))).isEmpty();
		assertThat(schema.validate(json("{\"colour\":\"blue\"}"))).isNotEmpty();
	}

	@Test
	void whatJacksonWritesFitsTheSchema() {
		Person person = new Person("A", null, Instant.EPOCH, Colour.RED, new Address("s"), List.of("t"), Map.of("x", 1),
				MAPPER.createArrayNode());
		JsonSchema schema = JsonSchema.compile(this.generator.generate(Person.class));
		assertThat(schema.validate(MAPPER.valueToTree(person))).isEmpty();
	}

	@Test
	void anObjectNodeIsAnyObjectAndAnyOtherNodeAnything() {
		assertThat(this.generator.generate(ObjectNode.class)).isEqualTo(json("{\"type\":\"object\"}"));
		assertThat(this.generator.generate(JsonNode.class)).isEqualTo(json("{}"));
		assertThat(this.generator.generate(Object.class)).isEqualTo(json("{}"));
	}

	@Test
	void simpleTypesAreThemselves() {
		assertThat(this.generator.generate(int.class)).isEqualTo(json("{\"type\":\"integer\"}"));
		assertThat(this.generator.generate(Long.class)).isEqualTo(json("{\"type\":\"integer\"}"));
		assertThat(this.generator.generate(double.class)).isEqualTo(json("{\"type\":\"number\"}"));
		assertThat(this.generator.generate(boolean.class)).isEqualTo(json("{\"type\":\"boolean\"}"));
		assertThat(this.generator.generate(String.class)).isEqualTo(json("{\"type\":\"string\"}"));
	}

	@Test
	void bytesAreTextAsJacksonWritesThem() {
		JsonSchema schema = JsonSchema.compile(this.generator.generate(byte[].class));
		assertThat(schema.validate(MAPPER.valueToTree(new byte[] { 1, 2 }))).isEmpty();
	}

	@Test
	void anOptionalMemberMayBeLeftOutOrNull() {
		JsonSchema schema = JsonSchema.compile(this.generator.generate(Perhaps.class));
		assertThat(schema.validate(MAPPER.valueToTree(new Perhaps(Optional.empty())))).isEmpty();
		assertThat(schema.validate(MAPPER.valueToTree(new Perhaps(Optional.of("x"))))).isEmpty();
		assertThat(schema.validate(json("{}"))).isEmpty();
		assertThat(schema.validate(json("{\"value\":1}"))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { Tree.class, Ping.class })
	void aTypeThatContainsItselfIsRefused(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(type))
			.withMessageContaining(type.getSimpleName());
	}

	private static JsonNode json(String text) {
		return MAPPER.readTree(text);
	}

	record Person(String name, @Nullable String note, @JsonProperty("born_at") Instant bornAt, Colour colour,
			Address address, List<String> tags, Map<String, Integer> scores, JsonNode extra) {
	}

	record Address(String street) {
	}

	record Painted(@Nullable Colour colour) {
	}

	record Perhaps(Optional<String> value) {
	}

	enum Colour {

		@JsonProperty("red")
		RED,

		GREEN

	}

	record Tree(String value, List<Tree> children) {
	}

	record Ping(Pong pong) {
	}

	record Pong(@Nullable Ping ping) {
	}

}
