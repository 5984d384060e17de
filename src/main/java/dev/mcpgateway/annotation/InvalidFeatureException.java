package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A method cannot be the feature that its annotation says. Stops the start.
 */
class InvalidFeatureException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidFeatureException(Method method, String reason) {
		this(method, reason, null);
	}

	InvalidFeatureException(Method method, String reason, @Nullable Throwable cause) {
		super("%s: %s".formatted(describe(method), reason), cause);
	}

	static String describe(Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return "%s.%s(%s)".formatted(method.getDeclaringClass().getName(), method.getName(), parameters);
	}

}
