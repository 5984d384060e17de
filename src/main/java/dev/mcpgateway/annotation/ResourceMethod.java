package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceHandler;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.UriTemplate;
import dev.mcpgateway.model.Resource;
import dev.mcpgateway.model.ResourceTemplate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes a resource, or a family of resources, of a method annotated with
 * {@link McpResource}.
 */
final class ResourceMethod {

	private static final Set<Class<?>> GIVEN = Set.of(ResourceRead.class, CallContext.class, Caller.class);

	private ResourceMethod() {
	}

	static boolean isTemplate(McpResource annotation) {
		return annotation.uri().indexOf('{') >= 0;
	}

	static ResourceSpecification specification(Object bean, Method method, McpResource annotation, MethodParts parts) {
		checkVariables(method, Set.of(), parts);
		Resource resource = new Resource(annotation.uri(), annotation.name(), MethodParts.orNull(annotation.title()),
				annotation.description(), MethodParts.orNull(annotation.mimeType()));
		return new ResourceSpecification(resource, handler(bean, method, parts));
	}

	static ResourceTemplateSpecification templateSpecification(Object bean, Method method, McpResource annotation,
			MethodParts parts) {
		UriTemplate uriTemplate;
		try {
			uriTemplate = UriTemplate.parse(annotation.uri());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidFeatureException(method, String.valueOf(ex.getMessage()), ex);
		}
		checkVariables(method, uriTemplate.variables(), parts);
		ResourceTemplate template = new ResourceTemplate(annotation.uri(), annotation.name(),
				MethodParts.orNull(annotation.title()), annotation.description(),
				MethodParts.orNull(annotation.mimeType()));
		return new ResourceTemplateSpecification(template, uriTemplate, handler(bean, method, parts), Completer.NONE);
	}

	private static void checkVariables(Method method, Set<String> variables, MethodParts parts) {
		Set<String> unused = new TreeSet<>(variables);
		for (FeatureParameter each : parts.parameters(method, GIVEN)) {
			each.requireNoHeader(method);
			if (!variables.contains(each.name())) {
				throw new InvalidFeatureException(method,
						"parameter %s is no variable of the URI".formatted(each.name()));
			}
			unused.remove(each.name());
		}
		boolean takesAll = List.of(method.getParameterTypes()).contains(ResourceRead.class);
		if (!unused.isEmpty() && !takesAll) {
			throw new InvalidFeatureException(method, "no parameter takes the variables " + unused);
		}
	}

	private static ResourceHandler handler(Object bean, Method method, MethodParts parts) {
		FeatureMethod<ResourceRead> callable = parts.callable(bean, method, Map.of(ResourceRead.class, (read) -> read,
				CallContext.class, ResourceRead::context, Caller.class, ResourceRead::caller), ResourceMethod::bind);
		if (callable.isStream()) {
			throw new InvalidFeatureException(method, "a resource is one value: return Mono<T> or T");
		}
		return (read) -> callable.call(read)
			.singleOrEmpty()
			.map(ResourceMethod::content)
			.switchIfEmpty(
					Mono.error(() -> new UnknownFeatureException(UnknownFeatureException.Kind.RESOURCE, read.uri())));
	}

	/** A resource has one URI, so its variables have one spelling. */
	private static @Nullable Object bind(ResourceRead read, ArgumentBinder argument) {
		String sent = read.variables().get(argument.name());
		Object value = argument.bindText(sent);
		if (sent != null && !argument.isCanonical(sent)) {
			throw new UnknownFeatureException(UnknownFeatureException.Kind.RESOURCE, read.uri());
		}
		return value;
	}

	private static ResourceContent content(Object value) {
		return (value instanceof ResourceContent content) ? content : new ResourceContent.Json(value);
	}

}
