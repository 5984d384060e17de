package dev.mcpgateway.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.feature.PromptRequest;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.PromptArgument;
import dev.mcpgateway.registry.Catalog;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.schema.SchemaViolation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one door for prompts and for completion, whichever face they come through.
 */
@Component
public class PromptGetter {

	private final FeatureRegistry registry;

	private final CallGuard guard;

	PromptGetter(FeatureRegistry registry, CallGuard guard) {
		this.registry = registry;
		this.guard = guard;
	}

	/**
	 * Fills a prompt.
	 * @param name the prompt's name
	 * @param arguments its arguments by name
	 * @param context who asks, and what the client can do and has answered
	 * @return the filled prompt, or a {@link dev.mcpgateway.failure.GatewayException}
	 */
	public Mono<GetPromptResult> get(String name, Map<String, String> arguments, CallContext context) {
		return this.guard.guard(() -> {
			PromptSpecification prompt = prompt(name);
			check(prompt, arguments);
			return prompt.handler().get(new PromptRequest(arguments, context)).flux();
		}, this.guard.answerLimit()).singleOrEmpty();
	}

	/**
	 * Completes an argument of a prompt.
	 * @param name the prompt's name
	 * @param request what is completed
	 */
	public Mono<Completion> complete(String name, CompletionRequest request) {
		return this.guard.guard(() -> {
			PromptSpecification prompt = prompt(name);
			requireArgument(prompt.prompt().arguments().stream().map(PromptArgument::name).toList(), request);
			return prompt.completer().complete(request).flux();
		}, this.guard.answerLimit()).single(Completion.NONE);
	}

	/**
	 * Completes a variable of a resource template.
	 * @param uriTemplate the template as lists show it, or the URI of a resource, which
	 * has nothing to complete
	 * @param request what is completed
	 */
	public Mono<Completion> completeResource(String uriTemplate, CompletionRequest request) {
		return this.guard.guard(() -> {
			Catalog catalog = this.registry.catalog();
			Optional<ResourceTemplateSpecification> template = catalog.resourceTemplate(uriTemplate);
			if (template.isEmpty() && catalog.resource(uriTemplate).isEmpty()) {
				throw new UnknownFeatureException(UnknownFeatureException.Kind.RESOURCE, uriTemplate);
			}
			if (template.isEmpty()) {
				return Flux.just(Completion.NONE);
			}
			requireArgument(List.copyOf(template.get().uriTemplate().variables()), request);
			return template.get().completer().complete(request).flux();
		}, this.guard.answerLimit()).single(Completion.NONE);
	}

	private PromptSpecification prompt(String name) {
		return this.registry.catalog()
			.prompt(name)
			.orElseThrow(() -> new UnknownFeatureException(UnknownFeatureException.Kind.PROMPT, name));
	}

	private static void requireArgument(List<String> names, CompletionRequest request) {
		if (!names.contains(request.argument())) {
			throw new InvalidArgumentsException("/argument/name", "There is no such argument; there are " + names);
		}
	}

	private static void check(PromptSpecification prompt, Map<String, String> arguments) {
		List<SchemaViolation> violations = new ArrayList<>();
		List<PromptArgument> known = prompt.prompt().arguments();
		for (PromptArgument each : known) {
			if (each.required() && !arguments.containsKey(each.name())) {
				violations.add(new SchemaViolation(SchemaViolation.pointer("", each.name()), "is required"));
			}
		}
		for (String name : arguments.keySet()) {
			if (known.stream().noneMatch((each) -> each.name().equals(name))) {
				violations
					.add(new SchemaViolation(SchemaViolation.pointer("", name), "The prompt has no such argument"));
			}
		}
		if (!violations.isEmpty()) {
			throw new InvalidArgumentsException(violations);
		}
	}

}
