package dev.mcpgateway.conformance;

import java.util.List;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.Prompt;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A tool and a prompt that come and go, and the tools that make them do so. Whoever
 * listens is told by the registry, as of any other change.
 */
@Fixture
class ChangingFeatures implements FeatureProvider {

	private static final ToolSpecification TOOL = new ToolSpecification(
			new Tool("test_dynamic_tool", null, "Is there every other time.",
					Samples.json("{\"type\": \"object\", \"properties\": {}}"), null,
					new ToolAnnotations(true, false, true, false)),
			(call) -> Flux.just(new CallToolEvent.Content(Samples.text("Still there"))), Emission.SINGLE,
			TaskSupport.FORBIDDEN);

	private static final PromptSpecification PROMPT = new PromptSpecification(
			new Prompt("test_dynamic_prompt", null, "Is there every other time.", List.of()),
			(request) -> Mono.just(new GetPromptResult(null, List.of(PromptMessage.user("Still there")))),
			Completer.NONE);

	private final Sinks.Many<FeatureSet> sets = Sinks.many().replay().latestOrDefault(FeatureSet.EMPTY);

	private FeatureSet current = FeatureSet.EMPTY;

	@Override
	public String name() {
		return "conformance-changes";
	}

	@Override
	public Flux<FeatureSet> features() {
		return this.sets.asFlux();
	}

	@McpTool(name = "test_trigger_tool_change", description = "Makes a tool come or go.")
	synchronized ContentBlock changeTools() {
		List<ToolSpecification> tools = this.current.tools().isEmpty() ? List.of(TOOL) : List.of();
		return changed(new FeatureSet(tools, List.of(), List.of(), this.current.prompts()));
	}

	@McpTool(name = "test_trigger_prompt_change", description = "Makes a prompt come or go.")
	synchronized ContentBlock changePrompts() {
		List<PromptSpecification> prompts = this.current.prompts().isEmpty() ? List.of(PROMPT) : List.of();
		return changed(new FeatureSet(this.current.tools(), List.of(), List.of(), prompts));
	}

	private ContentBlock changed(FeatureSet features) {
		this.current = features;
		this.sets.emitNext(features, Sinks.EmitFailureHandler.FAIL_FAST);
		return Samples.text("Mutation triggered");
	}

}
