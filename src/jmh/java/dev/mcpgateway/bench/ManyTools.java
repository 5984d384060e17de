package dev.mcpgateway.bench;

import java.util.List;
import java.util.stream.IntStream;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * As many tools as fill a page of the list. The benchmark puts this class beside the
 * packaged gateway, which finds it as it finds its own.
 */
@Component
public final class ManyTools implements FeatureProvider {

	private static final int COUNT = 500;

	@Override
	public String name() {
		return "bench";
	}

	@Override
	public Flux<FeatureSet> features() {
		List<ToolSpecification> tools = IntStream.range(0, COUNT).mapToObj(ManyTools::tool).toList();
		return Flux.just(new FeatureSet(tools, List.of(), List.of(), List.of()));
	}

	private static ToolSpecification tool(int number) {
		// They come before all others, so that a page has these and no other.
		Tool tool = new Tool("a_bench_tool_%03d".formatted(number), "Tool %d".formatted(number),
				"Finds the rows of table %d that match, newest first, and says how many more there are."
					.formatted(number),
				schema(), null, new ToolAnnotations(true, false, true, false));
		return new ToolSpecification(tool, (call) -> Flux.just(new CallToolEvent.Item(call.arguments())),
				Emission.SINGLE, TaskSupport.FORBIDDEN);
	}

	private static ObjectNode schema() {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
		ObjectNode properties = schema.putObject("properties");
		properties.putObject("query").put("type", "string").put("description", "Words that the row has.");
		properties.putObject("limit").put("type", "integer").put("minimum", 1).put("maximum", 1000).put("default", 10);
		schema.putArray("required").add("query");
		return schema.put("additionalProperties", false);
	}

}
