package dev.mcpgateway.registry;

import java.util.List;

import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One tool whose pattern not every client understands costs its provider that tool alone:
 * shown, it would cost those clients the whole list.
 */
class RejectedPatternTests {

	private static final String LOOK_AHEAD = "{\"type\": \"object\", \"properties\": {\"a\": {\"pattern\": \"(?!x)y\"}}}";

	private static final String PLAIN = "{\"type\": \"object\"}";

	@Test
	void aToolWithSuchAnInputSchemaIsRejectedWithTheReason() {
		CatalogBuilder builder = new CatalogBuilder(Catalog.EMPTY).add("other", new FeatureSet(
				List.of(tool("bad", LOOK_AHEAD, null), tool("good", PLAIN, null)), List.of(), List.of(), List.of()));
		assertThat(builder.leftOut()).singleElement()
			.asString()
			.contains("'bad' of provider other", "(?!x)y", "look-around is not in RE2");
		assertThat(builder.build(1).tools()).extracting((each) -> each.tool().name()).containsExactly("good");
	}

	@Test
	void aToolWithSuchAnOutputSchemaIsRejectedToo() {
		CatalogBuilder builder = new CatalogBuilder(Catalog.EMPTY).add("other",
				new FeatureSet(List.of(tool("bad", PLAIN, LOOK_AHEAD)), List.of(), List.of(), List.of()));
		assertThat(builder.leftOut()).singleElement().asString().contains("'bad' of provider other", "look-around");
		assertThat(builder.build(1).tools()).isEmpty();
	}

	private static ToolSpecification tool(String name, String inputSchema, @Nullable String outputSchema) {
		Tool tool = new Tool(name, null, "A tool.", schema(inputSchema),
				(outputSchema != null) ? schema(outputSchema) : null, new ToolAnnotations(true, false, true, false));
		return new ToolSpecification(tool, (call) -> Flux.empty(), ToolSpecification.Emission.SINGLE,
				ToolSpecification.TaskSupport.FORBIDDEN);
	}

	private static ObjectNode schema(String json) {
		return (ObjectNode) JsonMapper.shared().readTree(json);
	}

}
