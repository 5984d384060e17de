package dev.mcpgateway.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean complete an argument of a prompt, or a variable of a resource
 * template, while it is typed (completion). One method may complete several.
 *
 * <p>
 * The method takes what has been typed so far as a {@code String}, a
 * {@link dev.mcpgateway.feature.CompletionRequest} with what has been chosen before, or
 * both. It returns the values that fit, best first: {@code Flux<String>}, of which no
 * more are taken than a client is shown, {@code Mono<List<String>>},
 * {@code Mono<Completion>} (must not block), {@code List<String>} or
 * {@link dev.mcpgateway.model.Completion} (runs on a virtual thread, may block). Values
 * are all there are, or more than {@value dev.mcpgateway.model.Completion#MAX_VALUES}; a
 * {@code Completion} says how many there are by itself.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(McpCompletion.Several.class)
public @interface McpCompletion {

	/** The name of a prompt that {@link McpPrompt} declares; else {@link #resource()}. */
	String prompt() default "";

	/** The template that {@link McpResource} declares, as it is written there. */
	String resource() default "";

	/** The argument of the prompt, or the variable of the template. */
	String argument();

	/**
	 * What one method completes.
	 */
	@Documented
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Several {

		McpCompletion[] value();

	}

}
