package dev.mcpgateway.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean a resource, or a family of resources when the URI has
 * variables.
 *
 * <p>
 * Each variable is a parameter of the same name ({@link McpParam}); a
 * {@link dev.mcpgateway.feature.ResourceRead} parameter gets the whole read with its
 * conditions. The method returns {@code Mono<T>} (must not block) or {@code T} (runs on a
 * virtual thread, may block); {@code T} is a
 * {@link dev.mcpgateway.feature.ResourceContent}, or anything else that Jackson writes,
 * which makes it a JSON resource. Nothing (an empty {@code Mono}, {@code null}, an empty
 * {@code Optional}) means that there is no such resource.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface McpResource {

	/**
	 * The URI, or an RFC 6570 template with <code>{name}</code> for one segment or
	 * <code>{+name}</code> for a value with slashes.
	 */
	String uri();

	/** A short name. */
	String name();

	/** A name for people; empty for none. */
	String title() default "";

	/** What it holds. */
	String description();

	/** Its media type; empty when its members differ. */
	String mimeType() default "application/json";

}
