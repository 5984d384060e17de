package dev.mcpgateway.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a parameter of a tool, resource or prompt.
 *
 * <p>
 * Its schema comes from its type and from the Jakarta Validation constraints
 * {@code @Size}, {@code @Min}, {@code @Max}, {@code @Pattern} and {@code @NotBlank}
 * beside it. It is required unless it is {@code @Nullable}, an {@code Optional}, or has a
 * default.
 *
 * <p>
 * A {@code @Pattern} means the whole value and is published as it is, so it can have only
 * what RE2 and ECMA-262 share: no look-around, back-references, possessive quantifiers,
 * atomic or named groups, flags, {@code \A} or {@code \z}, nested classes or scripts.
 * Another one stops the start; what it would have said is checked in the method, by an
 * {@link dev.mcpgateway.failure.InvalidArgumentsException}.
 *
 * <p>
 * A {@code null} that a caller sends counts as nothing, here and in members of records,
 * unless the schema lets it be: a {@link tools.jackson.databind.JsonNode} may be null,
 * and so may a {@code @Nullable} component of a record. A number that is whole is an
 * integer, however it is written ({@code 1.0}, {@code 1e2}); a decimal keeps all its
 * digits where the type does ({@code BigDecimal}, {@code JsonNode}).
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface McpParam {

	/** The name on the wire; the parameter's own name when empty. */
	String name() default "";

	/** What to put there. */
	String description() default "";

	/**
	 * The value when the caller gives none, as JSON; a string may stand without quotes.
	 * Empty for no default.
	 */
	String defaultValue() default "";

	/**
	 * The name of a header, {@code Mcp-Param-<name>}, in which clients repeat a tool's
	 * argument for proxies to see; for strings, integers and booleans that are no secret.
	 * Empty for none.
	 */
	String header() default "";

}
