package dev.mcpgateway.annotation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.schema.SchemaViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class ToolParameterTests {

	private final Declared declared = Declared.by(new Tools());

	@AfterEach
	void close() {
		this.declared.close();
	}

	@Test
	void aParameterIsRequiredUnlessItIsNullableOptionalOrHasADefault() {
		assertThat(this.declared.inputSchema("optional").get("required")).isEqualTo(Declared.json("[\"required\"]"));
		assertThat(this.declared.inputSchema("optional").get("additionalProperties").booleanValue()).isFalse();
		assertThat(this.declared.inputSchema("none"))
			.isEqualTo(Declared.json("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}"));
	}

	@Test
	void whatIsLeftOutIsNullEmptyOrTheDefault() {
		assertThat(this.declared.events("optional", "{\"required\":\"r\"}"))
			.isEqualTo(Declared.items("r null Optional.empty 7 text RED [1, 2]"));
		assertThat(this.declared.events("optional", """
				{"required": "r", "nullable": "n", "wrapped": 1, "number": 8, "text": "t", "colour": "green",
				 "list": [3]}""")).isEqualTo(Declared.items("r n Optional[1] 8 t GREEN [3]"));
	}

	@Test
	void aDefaultIsShown() {
		assertThat(this.declared.property("optional", "number").get("default").intValue()).isEqualTo(7);
		assertThat(this.declared.property("optional", "text").get("default").stringValue()).isEqualTo("text");
		assertThat(this.declared.property("optional", "colour").get("default").stringValue()).isEqualTo("red");
	}

	@Test
	void constraintsAreInTheSchema() {
		assertThat(this.declared.property("constrained", "size"))
			.hasToString("{\"type\":\"string\",\"minLength\":1,\"maxLength\":5}");
		assertThat(this.declared.property("constrained", "list"))
			.hasToString("{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":2}");
		assertThat(this.declared.property("constrained", "range"))
			.hasToString("{\"type\":\"integer\",\"minimum\":1,\"maximum\":9}");
		assertThat(this.declared.property("constrained", "blank"))
			.hasToString("{\"type\":\"string\",\"pattern\":\"\\\\S\"}");
		assertThat(this.declared.property("constrained", "pattern"))
			.hasToString("{\"type\":\"string\",\"pattern\":\"^(?:a|b)$\"}");
	}

	@Test
	void aParameterHasTheNameAndDescriptionOfItsAnnotation() {
		assertThat(this.declared.property("named", "delay_ms"))
			.isEqualTo(Declared.json("{\"type\":\"integer\",\"description\":\"A pause.\"}"));
		assertThat(this.declared.events("named", "{\"delay_ms\":5}")).isEqualTo(Declared.items(5));
	}

	@Test
	void structuredArgumentsBecomeTheirTypes() {
		assertThat(this.declared.events("structured", """
				{"point": {"x": 1, "y": 2}, "at": "2026-01-02T03:04:05Z", "map": {"a": 1}, "node": [1],
				 "object": {"b": true}, "points": [{"x": 3, "y": 4}]}"""))
			.isEqualTo(Declared.items(List.of(new Point(1, 2), Instant.parse("2026-01-02T03:04:05Z"), Map.of("a", 1),
					Declared.json("[1]"), Declared.json("{\"b\":true}"), List.of(new Point(3, 4)))));
	}

	@Test
	void theCallAndTheCallerAreGivenAndNotInTheSchema() {
		assertThat(this.declared.inputSchema("given").get("properties").size()).isZero();
		assertThat(this.declared.events("given", "{}")).isEqualTo(Declared.items("tester given"));
	}

	@Test
	void aValueThatFitsTheSchemaButNotTheTypeIsPointedAt() {
		StepVerifier.create(this.declared.call("named", "{\"delay_ms\": 3000000000}"))
			.verifyErrorSatisfies(
					(failure) -> assertThat(((InvalidArgumentsException) failure).violations()).containsExactly(
							new SchemaViolation("/delay_ms", "must be a whole number from -2147483648 to 2147483647")));
		StepVerifier.create(this.declared.call("structured", """
				{"point": {"x": 1, "y": 2}, "at": "yesterday", "map": {}, "node": 1, "object": {}, "points": []}"""))
			.verifyErrorSatisfies((failure) -> assertThat(((InvalidArgumentsException) failure).violations())
				.extracting(SchemaViolation::pointer)
				.containsExactly("/at"));
	}

	@Test
	void hintsAndWordsOfTheAnnotationAreTheTools() {
		assertThat(this.declared.tool("named").tool().title()).isEqualTo("Named");
		assertThat(this.declared.tool("named").tool().description()).isEqualTo("A tool.");
		assertThat(this.declared.tool("named").tool().annotations().readOnlyHint()).isTrue();
		assertThat(this.declared.tool("named").tool().annotations().idempotentHint()).isTrue();
		assertThat(this.declared.tool("none").tool().title()).isNull();
		assertThat(this.declared.tool("none").tool().annotations().destructiveHint()).isTrue();
		assertThat(this.declared.tool("none").tool().annotations().readOnlyHint()).isFalse();
	}

	enum Colour {

		@JsonProperty("red")
		RED,

		@JsonProperty("green")
		GREEN

	}

	record Point(int x, int y) {
	}

	static class Tools {

		@McpTool(name = "none", description = "d", destructive = true)
		void none() {
		}

		@McpTool(name = "optional", description = "d")
		String optional(String required, @Nullable String nullable, Optional<Integer> wrapped,
				@McpParam(defaultValue = "7") int number, @McpParam(defaultValue = "text") String text,
				@McpParam(defaultValue = "red") Colour colour, @McpParam(defaultValue = "[1, 2]") List<Integer> list) {
			return String.join(" ", required, String.valueOf(nullable), wrapped.toString(), Integer.toString(number),
					text, colour.name(), list.toString());
		}

		@McpTool(name = "constrained", description = "d")
		void constrained(@Size(min = 1, max = 5) String size, @Size(max = 2) List<String> list,
				@Min(1) @Max(9) int range, @NotBlank String blank, @Pattern(regexp = "a|b") String pattern) {
		}

		@McpTool(name = "named", title = "Named", description = "A tool.", readOnly = true)
		Mono<Integer> named(@McpParam(name = "delay_ms", description = "A pause.") int delayMillis) {
			return Mono.just(delayMillis);
		}

		@McpTool(name = "structured", description = "d")
		Mono<List<Object>> structured(Point point, Instant at, Map<String, Integer> map, JsonNode node,
				ObjectNode object, List<Point> points) {
			return Mono.just(Arrays.asList(point, at, map, node, object, points));
		}

		@McpTool(name = "given", description = "d")
		Mono<String> given(ToolCall call, Caller caller) {
			return Mono.just(caller.id() + " " + call.tool().name());
		}

	}

}
