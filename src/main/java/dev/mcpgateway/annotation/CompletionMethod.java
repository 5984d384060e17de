package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.model.Completion;

import org.springframework.core.ResolvableType;

/**
 * Makes a completer of a method annotated with {@link McpCompletion}.
 */
final class CompletionMethod {

	private static final Map<Class<?>, Function<CompletionRequest, Object>> GIVEN = Map.of(String.class,
			CompletionRequest::value, CompletionRequest.class, (request) -> request);

	private CompletionMethod() {
	}

	static Completer completer(Object bean, Method method, MethodParts parts) {
		List<Class<?>> types = Arrays.asList(method.getParameterTypes());
		if (!GIVEN.keySet().containsAll(types) || types.stream().distinct().count() < types.size()) {
			throw new InvalidFeatureException(method,
					"a completion takes the typed String, a CompletionRequest, or both");
		}
		FeatureMethod<CompletionRequest> callable = parts.callable(bean, method, GIVEN, (request, argument) -> null);
		ResolvableType type = callable.valueType();
		if (callable.isStream() && type.toClass() == String.class) {
			return (request) -> callable.call(request)
				.cast(String.class)
				.take(Completion.MAX_VALUES + 1L)
				.collectList()
				.map(CompletionMethod::completion);
		}
		boolean list = List.class.isAssignableFrom(type.toClass())
				&& type.as(List.class).getGeneric(0).toClass() == String.class;
		if (callable.isStream() || !(list || type.toClass() == Completion.class)) {
			throw new InvalidFeatureException(method,
					"a completion returns Flux<String>, List<String> or Completion, or a Mono of the latter two");
		}
		return (request) -> callable.call(request)
			.singleOrEmpty()
			.map((value) -> (value instanceof Completion completion) ? completion : completion((List<?>) value))
			.defaultIfEmpty(Completion.NONE);
	}

	private static Completion completion(List<?> values) {
		List<String> found = values.stream().map(String.class::cast).toList();
		return new Completion(found, (found.size() <= Completion.MAX_VALUES) ? found.size() : null, false);
	}

}
