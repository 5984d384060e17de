package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.mcpgateway.annotation.FeatureMethod.Argument;
import dev.mcpgateway.schema.JsonSchemaGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is needed to make a feature of a method.
 *
 * @param mapper converts arguments and results
 * @param generator describes their types
 * @param blocking runs methods that may block
 */
record MethodParts(JsonMapper mapper, JsonSchemaGenerator generator, BlockingMethods blocking) {

	/** The parameters that the caller fills: all but those of the given types. */
	List<FeatureParameter> parameters(Method method, Set<Class<?>> given) {
		List<FeatureParameter> parameters = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Parameter each : method.getParameters()) {
			if (given.contains(each.getType())) {
				continue;
			}
			FeatureParameter parameter = FeatureParameter.of(method, each, this.mapper);
			if (!names.add(parameter.name())) {
				throw new InvalidFeatureException(method, "two parameters have the name " + parameter.name());
			}
			parameters.add(parameter);
		}
		return parameters;
	}

	/**
	 * Makes a method callable.
	 * @param given how arguments of certain types are had from a call
	 * @param sent binds an argument that the caller fills
	 */
	<C> FeatureMethod<C> callable(Object bean, Method method, Map<Class<?>, Function<C, Object>> given,
			BiFunction<C, ArgumentBinder, @Nullable Object> sent) {
		List<Argument<C>> arguments = new ArrayList<>();
		for (Parameter each : method.getParameters()) {
			Function<C, Object> fromCall = given.get(each.getType());
			if (fromCall != null) {
				arguments.add(fromCall::apply);
			}
			else {
				ArgumentBinder argument = new ArgumentBinder(FeatureParameter.of(method, each, this.mapper),
						this.mapper);
				arguments.add((call) -> sent.apply(call, argument));
			}
		}
		return new FeatureMethod<>(bean, method, arguments, this.blocking);
	}

	static @Nullable String orNull(String text) {
		return text.isEmpty() ? null : text;
	}

}
