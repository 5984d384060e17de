package dev.mcpgateway.schema;

import java.util.List;

import dev.mcpgateway.requirement.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MirroredPropertyTests {

	@Test
	void propertiesAreFoundAtAnyDepth() {
		assertThat(of("""
				{"a": {"type": "string", "x-mcp-header": "A"}, "b": {"type": "object", "properties": {
				  "c": {"type": "integer", "x-mcp-header": "C-1"}}}, "d": {"type": "boolean"}}"""))
			.containsExactlyInAnyOrder(new MirroredProperty("Mcp-Param-A", List.of("a")),
					new MirroredProperty("Mcp-Param-C-1", List.of("b", "c")));
	}

	@Test
	void aPropertyMayBeCalledLikeTheMark() {
		assertThat(of("{\"x-mcp-header\": {\"type\": \"object\"}, \"a\": {\"const\": {\"x-mcp-header\": 1}}}"))
			.isEmpty();
	}

	@Test
	@Requirement("2026-param-header-not-empty")
	void anEmptyNameIsNone() {
		assertInvalid("\"\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"a b\"", "\"a:b\"", "\"ä\"", "\"a/b\"", "\"(a)\"", "1", "null" })
	@Requirement("2026-param-header-token")
	void aNameIsAToken(String name) {
		assertInvalid(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"a\\r\\nX: 1\"", "\"a\\n\"", "\"\\u0000\"", "\"a\\u007f\"", "\"\\t\"" })
	@Requirement("2026-param-header-no-controls")
	void aNameHasNoControls(String name) {
		assertInvalid(name);
	}

	@Test
	@Requirement("2026-param-header-unique")
	void namesDifferByMoreThanTheirCase() {
		assertInvalidProperties("""
				{"a": {"type": "string", "x-mcp-header": "Region"},
				 "b": {"type": "object", "properties": {"c": {"type": "string", "x-mcp-header": "REGION"}}}}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"number\"", "\"object\"", "\"array\"", "\"null\"", "[\"string\", \"array\"]" })
	@Requirement("2026-param-header-primitive")
	void onlyStringsIntegersAndBooleansAreRepeated(String type) {
		assertInvalidProperties("{\"a\": {\"x-mcp-header\": \"A\", \"type\": %s}}".formatted(type));
	}

	@Test
	@Requirement("2026-param-header-primitive")
	void whatHasNoTypeIsNotRepeated() {
		assertInvalidProperties("{\"a\": {\"x-mcp-header\": \"A\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\": \"array\", \"items\": %s}", "{\"type\": \"array\", \"prefixItems\": [%s]}",
			"{\"anyOf\": [%s, {\"type\": \"null\"}]}", "{\"oneOf\": [%s]}", "{\"allOf\": [%s]}", "{\"not\": %s}",
			"{\"if\": %s}", "{\"then\": %s}", "{\"else\": %s}", "{\"additionalProperties\": %s}",
			"{\"patternProperties\": {\"x\": %s}}", "{\"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": %s}}",
			"{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"x\": %s}}}" })
	@Requirement("2026-param-header-reachable")
	void onlyWhatHasAFixedPlaceIsRepeated(String schema) {
		assertInvalidProperties(
				"{\"a\": %s}".formatted(schema.formatted("{\"type\": \"string\", \"x-mcp-header\": \"A\"}")));
	}

	@Test
	@Requirement("2026-param-header-reachable")
	void theArgumentsAsAWholeAreNotRepeated() {
		assertThatIllegalArgumentException().isThrownBy(() -> MirroredProperty.of(object("""
				{"type": "object", "x-mcp-header": "All"}""")));
	}

	private static void assertInvalid(String name) {
		assertInvalidProperties("{\"a\": {\"type\": \"string\", \"x-mcp-header\": %s}}".formatted(name));
	}

	private static void assertInvalidProperties(String properties) {
		assertThatIllegalArgumentException().isThrownBy(() -> of(properties)).withMessageContaining("x-mcp-header");
	}

	private static List<MirroredProperty> of(String properties) {
		return MirroredProperty.of(object("{\"type\": \"object\", \"properties\": %s}".formatted(properties)));
	}

	private static ObjectNode object(String json) {
		return (ObjectNode) JsonMapper.shared().readTree(json);
	}

}
