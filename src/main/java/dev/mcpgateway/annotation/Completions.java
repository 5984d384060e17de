package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.PromptArgument;
import reactor.core.publisher.Mono;

/**
 * The declared completions, until they are given to what they complete.
 */
final class Completions {

	private final Map<Target, Map<String, Declared>> declared = new LinkedHashMap<>();

	void add(Object bean, Method method, McpCompletion annotation, MethodParts parts) {
		if (annotation.prompt().isEmpty() == annotation.resource().isEmpty()) {
			throw new InvalidFeatureException(method, "a completion names either a prompt or a resource");
		}
		Target target = annotation.prompt().isEmpty() ? new Target("resource template", annotation.resource())
				: new Target("prompt", annotation.prompt());
		Declared completion = new Declared(method, CompletionMethod.completer(bean, method, parts));
		Declared other = this.declared.computeIfAbsent(target, (key) -> new LinkedHashMap<>())
			.putIfAbsent(annotation.argument(), completion);
		if (other != null) {
			throw new InvalidFeatureException(method, "%s of %s is completed by %s already"
				.formatted(annotation.argument(), target, InvalidFeatureException.describe(other.method())));
		}
	}

	/** The prompt with its completions, which are taken out. */
	PromptSpecification complete(PromptSpecification prompt) {
		return new PromptSpecification(prompt.prompt(), prompt.handler(),
				take(new Target("prompt", prompt.prompt().name()),
						prompt.prompt().arguments().stream().map(PromptArgument::name).toList(), prompt.completer()));
	}

	/** The template with its completions, which are taken out. */
	ResourceTemplateSpecification complete(ResourceTemplateSpecification template) {
		Target target = new Target("resource template", template.template().uriTemplate());
		return new ResourceTemplateSpecification(template.template(), template.uriTemplate(), template.handler(),
				take(target, template.uriTemplate().variables(), template.completer()));
	}

	private Completer take(Target target, Collection<String> arguments, Completer without) {
		Map<String, Declared> completions = this.declared.remove(target);
		if (completions == null) {
			return without;
		}
		completions.forEach((argument, completion) -> {
			if (!arguments.contains(argument)) {
				throw new InvalidFeatureException(completion.method(),
						"%s has no argument '%s'; it has %s".formatted(target, argument, new TreeSet<>(arguments)));
			}
		});
		return (request) -> {
			Declared completion = completions.get(request.argument());
			return (completion != null) ? completion.completer().complete(request) : Mono.just(Completion.NONE);
		};
	}

	/** Checks that every completion has been taken. */
	void checkTaken() {
		this.declared.forEach((target, completions) -> {
			throw new InvalidFeatureException(completions.values().iterator().next().method(),
					"no annotated method is %s".formatted(target));
		});
	}

	/**
	 * What has arguments to complete.
	 */
	private record Target(String kind, String name) {

		@Override
		public String toString() {
			return "%s '%s'".formatted(this.kind, this.name);
		}

	}

	/**
	 * How one argument is completed, and where that is declared.
	 */
	private record Declared(Method method, Completer completer) {
	}

}
