package dev.mcpgateway.annotation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;

/**
 * An annotated method of a bean, ready to be called.
 *
 * @param bean whose method it is
 * @param method the method, accessible
 * @param arguments how each argument is had from a call
 * @param blocking runs a method that may block
 * @param <C> the type of a call
 */
record FeatureMethod<C>(Object bean, Method method, List<Argument<C>> arguments, BlockingMethods blocking) {

	FeatureMethod {
		arguments = List.copyOf(arguments);
		method.trySetAccessible();
	}

	/** Whether a call emits any number of values rather than at most one. */
	boolean isStream() {
		Class<?> type = this.method.getReturnType();
		return Publisher.class.isAssignableFrom(type) && !Mono.class.isAssignableFrom(type);
	}

	/** The type of one value, {@code Void} for none. */
	ResolvableType valueType() {
		return valueType(this.method);
	}

	static ResolvableType valueType(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		Class<?> raw = type.toClass();
		if (raw == void.class) {
			return ResolvableType.forClass(Void.class);
		}
		boolean wrapper = Publisher.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw)
				|| raw == Optional.class;
		return wrapper ? type.getGeneric(0) : type;
	}

	/** Calls the method; a new subscription calls it again. */
	Flux<Object> call(C call) {
		Class<?> type = this.method.getReturnType();
		if (Publisher.class.isAssignableFrom(type)) {
			return Flux.defer(() -> Flux.from((Publisher<?>) required(invoke(call))));
		}
		if (CompletionStage.class.isAssignableFrom(type)) {
			return Mono.<Object>defer(() -> Mono.fromCompletionStage((CompletionStage<?>) required(invoke(call))))
				.flux();
		}
		return this.blocking.run(() -> unwrapped(invoke(call))).flux();
	}

	private @Nullable Object invoke(C call) {
		@Nullable Object[] values = new @Nullable Object[this.arguments.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments.get(i).resolve(call);
		}
		try {
			return this.method.invoke(this.bean, values);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new IllegalStateException(InvalidFeatureException.describe(this.method), ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(InvalidFeatureException.describe(this.method), ex);
		}
	}

	private Object required(@Nullable Object value) {
		if (value == null) {
			throw new IllegalStateException(InvalidFeatureException.describe(this.method) + " returned null");
		}
		return value;
	}

	private static @Nullable Object unwrapped(@Nullable Object value) {
		return (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
	}

	/**
	 * How one argument is had from a call.
	 */
	@FunctionalInterface
	interface Argument<C> {

		@Nullable Object resolve(C call);

	}

}
