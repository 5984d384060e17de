package dev.mcpgateway.annotation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static dev.mcpgateway.annotation.Declared.assertStops;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers that repeat a tool's arguments.
 */
class ParameterHeaderTests {

	private static final long LARGEST = (1L << 53) - 1;

	private final Declared declared = Declared.by(new Headers());

	@AfterEach
	void close() {
		this.declared.close();
	}

	@Test
	void theSchemaNamesTheHeader() {
		assertThat(header("region")).isEqualTo("Region");
		assertThat(header("colour")).isEqualTo("colour");
		assertThat(header("dry")).isEqualTo("X_Dry.Run~1");
		assertThat(header("count")).isEqualTo("Count");
		assertThat(this.declared.property("t", "plain").has("x-mcp-header")).isFalse();
	}

	@Test
	void integersAreBoundedToWhatEveryClientKnowsExactly() {
		assertThat(this.declared.property("t", "count").get("minimum").asLong()).isEqualTo(-LARGEST);
		assertThat(this.declared.property("t", "count").get("maximum").asLong()).isEqualTo(LARGEST);
		assertThat(this.declared.property("t", "few").get("minimum").asLong()).isEqualTo(1);
		assertThat(this.declared.property("t", "few").get("maximum").asLong()).isEqualTo(5);
	}

	@Test
	void aNameThatIsNoToken() {
		assertStops(Space.class, "Space.tool(String)", "the name must be an HTTP token");
		assertStops(LineEnd.class, "LineEnd.tool(String)", "the name must be an HTTP token");
		assertStops(Umlaut.class, "Umlaut.tool(String)", "the name must be an HTTP token");
	}

	@Test
	void aTypeThatGoesIntoNoHeader() {
		assertStops(Fraction.class, "Fraction.tool(double)",
				"only strings, integers and booleans can be repeated in a header");
		assertStops(Tree.class, "Tree.tool(ObjectNode)",
				"only strings, integers and booleans can be repeated in a header");
	}

	@Test
	void aHeaderOfSomethingElseThanATool() {
		assertStops(OfPrompt.class, "OfPrompt.prompt(String)", "only arguments of tools go into headers");
		assertStops(OfResource.class, "OfResource.read(String)", "only arguments of tools go into headers");
	}

	private String header(String parameter) {
		JsonNode property = this.declared.property("t", parameter);
		return property.get("x-mcp-header").stringValue();
	}

	enum Colour {

		RED

	}

	static class Headers {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "Region") String region, @McpParam(header = "colour") @Nullable Colour colour,
				@McpParam(header = "X_Dry.Run~1") boolean dry,
				@McpParam(header = "Count") @Max(Long.MAX_VALUE) long count,
				@McpParam(header = "Few") @Min(1) @Max(5) int few, String plain) {
		}

	}

	static class Space {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "My Region") String a) {
		}

	}

	static class LineEnd {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "Region\r\n") String a) {
		}

	}

	static class Umlaut {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "Größe") String a) {
		}

	}

	static class Fraction {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "A") double a) {
		}

	}

	static class Tree {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(header = "A") ObjectNode a) {
		}

	}

	static class OfPrompt {

		@McpPrompt(name = "p", description = "d")
		String prompt(@McpParam(header = "A") String a) {
			return a;
		}

	}

	static class OfResource {

		@McpResource(uri = "x://{a}", name = "n", description = "d")
		String read(@McpParam(header = "A") String a) {
			return a;
		}

	}

}
