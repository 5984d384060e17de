package dev.mcpgateway.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean a prompt.
 *
 * <p>
 * Its arguments are the parameters, all of them strings ({@link McpParam}); a
 * {@link dev.mcpgateway.feature.CallContext} parameter lets the prompt ask the client.
 * The method returns {@code Mono<T>} (must not block) or {@code T} (runs on a virtual
 * thread); {@code T} is a {@link dev.mcpgateway.model.GetPromptResult}, a
 * {@code List<PromptMessage>}, one {@link dev.mcpgateway.model.PromptMessage}, or a
 * {@code String}, which is one text of the user.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface McpPrompt {

	/** The prompt's name. */
	String name();

	/** A name for people; empty for none. */
	String title() default "";

	/** What the prompt is for. */
	String description();

}
