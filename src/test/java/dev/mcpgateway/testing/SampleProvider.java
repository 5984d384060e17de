package dev.mcpgateway.testing;

import java.util.List;
import java.util.stream.IntStream;

import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.UriTemplate;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.Prompt;
import dev.mcpgateway.model.PromptArgument;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.Resource;
import dev.mcpgateway.model.ResourceTemplate;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Features that come and go, and some whose arguments are completed.
 */
public final class SampleProvider implements FeatureProvider {

	private final Sinks.Many<FeatureSet> sets = Sinks.many().replay().latest();

	public SampleProvider() {
		offer(false);
	}

	@Override
	public String name() {
		return "sample";
	}

	@Override
	public Flux<FeatureSet> features() {
		return this.sets.asFlux();
	}

	/** Offers a tool, a resource and a prompt more, all called {@code extra}; or not. */
	public void offer(boolean extra) {
		ResourceTemplateSpecification words = new ResourceTemplateSpecification(
				new ResourceTemplate("sample://words/{word}", "words", null, "A word.", "application/json"),
				UriTemplate.parse("sample://words/{word}"),
				(read) -> Mono.just(new ResourceContent.Json(read.variables())), completer());
		FeatureSet set = extra
				? new FeatureSet(List.of(tool()), List.of(resource()), List.of(words),
						List.of(prompt("words"), prompt("extra")))
				: new FeatureSet(List.of(), List.of(), List.of(words), List.of(prompt("words")));
		this.sets.emitNext(set, Sinks.EmitFailureHandler.FAIL_FAST);
	}

	/** Knows 150 words that begin with whatever has been typed. */
	private static Completer completer() {
		return (request) -> Mono.just(new Completion(
				IntStream.rangeClosed(1, 150).mapToObj((number) -> request.value() + number).toList(), 150, false));
	}

	private static PromptSpecification prompt(String name) {
		Prompt prompt = new Prompt(name, null, "Repeats a word.",
				List.of(new PromptArgument("word", "The word.", true)));
		return new PromptSpecification(prompt, (request) -> Mono.just(new GetPromptResult(null,
				List.of(PromptMessage.user(String.valueOf(request.arguments().get("word")))))), completer());
	}

	private static ResourceSpecification resource() {
		return new ResourceSpecification(
				new Resource("sample://extra", "extra", null, "Comes and goes.", "application/json"),
				(read) -> Mono.just(new ResourceContent.Json(List.of())));
	}

	private static ToolSpecification tool() {
		Tool tool = new Tool("extra", null, "Comes and goes.",
				JsonMapper.shared().createObjectNode().put("type", "object"), null,
				new ToolAnnotations(true, false, true, false));
		return new ToolSpecification(tool, (call) -> Flux.empty(), ToolSpecification.Emission.SINGLE,
				ToolSpecification.TaskSupport.FORBIDDEN);
	}

}
