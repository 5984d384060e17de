package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.PromptHandler;
import dev.mcpgateway.feature.PromptRequest;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.Prompt;
import dev.mcpgateway.model.PromptArgument;
import dev.mcpgateway.model.PromptMessage;

import org.springframework.core.ResolvableType;

/**
 * Makes a prompt of a method annotated with {@link McpPrompt}.
 */
final class PromptMethod {

	private static final Set<Class<?>> GIVEN = Set.of(PromptRequest.class, CallContext.class, Caller.class);

	private PromptMethod() {
	}

	static PromptSpecification specification(Object bean, Method method, McpPrompt annotation, MethodParts parts) {
		List<PromptArgument> arguments = parts.parameters(method, GIVEN)
			.stream()
			.map((each) -> argument(method, each))
			.toList();
		Prompt prompt = new Prompt(annotation.name(), MethodParts.orNull(annotation.title()), annotation.description(),
				arguments);
		return new PromptSpecification(prompt, handler(bean, method, annotation, parts), Completer.NONE);
	}

	private static PromptArgument argument(Method method, FeatureParameter parameter) {
		parameter.requireNoHeader(method);
		if (!parameter.type().hasRawClass(String.class)) {
			throw new InvalidFeatureException(method,
					"parameter %s: arguments of prompts are strings".formatted(parameter.name()));
		}
		return new PromptArgument(parameter.name(), MethodParts.orNull(parameter.description()), !parameter.optional());
	}

	private static PromptHandler handler(Object bean, Method method, McpPrompt annotation, MethodParts parts) {
		FeatureMethod<PromptRequest> callable = parts.callable(bean, method,
				Map.of(PromptRequest.class, (request) -> request, CallContext.class, PromptRequest::context,
						Caller.class, (request) -> request.context().caller()),
				(request, argument) -> argument.bindText(request.arguments().get(argument.name())));
		ResolvableType type = callable.valueType();
		boolean messages = List.class.isAssignableFrom(type.toClass())
				&& type.as(List.class).getGeneric(0).toClass() == PromptMessage.class;
		boolean known = messages || type.toClass() == String.class || type.toClass() == PromptMessage.class
				|| type.toClass() == GetPromptResult.class;
		if (callable.isStream() || !known) {
			throw new InvalidFeatureException(method,
					"a prompt returns GetPromptResult, List<PromptMessage>, PromptMessage or String, or a Mono of it");
		}
		return (request) -> callable.call(request).single().map((value) -> result(annotation.description(), value));
	}

	private static GetPromptResult result(String description, Object value) {
		return switch (value) {
			case GetPromptResult result -> result;
			case PromptMessage message -> new GetPromptResult(description, List.of(message));
			case List<?> messages ->
				new GetPromptResult(description, messages.stream().map(PromptMessage.class::cast).toList());
			default -> new GetPromptResult(description, List.of(PromptMessage.user((String) value)));
		};
	}

}
