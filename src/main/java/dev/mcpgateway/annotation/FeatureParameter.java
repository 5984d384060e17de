package dev.mcpgateway.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.schema.MirroredProperty;
import dev.mcpgateway.schema.SchemaViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A parameter that the caller fills.
 *
 * @param name its name on the wire
 * @param description what to put there; may be empty
 * @param declared its type, without {@code Optional}
 * @param type the same type, as Jackson knows it
 * @param optional whether the caller may leave it out
 * @param wrapped whether the method wants an {@code Optional}
 * @param defaultValue what it is when left out
 * @param header the name of a header that repeats a tool's argument; empty for none
 * @param element where its constraints stand
 */
record FeatureParameter(String name, String description, Type declared, JavaType type, boolean optional,
		boolean wrapped, @Nullable JsonNode defaultValue, String header, AnnotatedElement element) {

	/** The largest integer of which a double-precision number is exact. */
	private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

	static FeatureParameter of(Method method, Parameter parameter, JsonMapper mapper) {
		McpParam annotation = parameter.getAnnotation(McpParam.class);
		if (!parameter.isNamePresent() && (annotation == null || annotation.name().isEmpty())) {
			throw new InvalidFeatureException(method,
					"parameter names are not in the class file; compile with -parameters or name each @McpParam");
		}
		String name = (annotation == null || annotation.name().isEmpty()) ? parameter.getName() : annotation.name();
		Type declared = parameter.getParameterizedType();
		boolean wrapped = parameter.getType() == Optional.class;
		if (wrapped && declared instanceof ParameterizedType parameterized) {
			declared = parameterized.getActualTypeArguments()[0];
		}
		JavaType type = mapper.constructType(declared);
		JsonNode defaultValue = (annotation == null || annotation.defaultValue().isEmpty()) ? null
				: defaultValue(method, name, annotation.defaultValue(), type, mapper);
		boolean nullable = parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
		boolean optional = wrapped || nullable || defaultValue != null;
		if (nullable && parameter.getType().isPrimitive()) {
			throw new InvalidFeatureException(method, "parameter %s cannot be both primitive and null".formatted(name));
		}
		return new FeatureParameter(name, (annotation != null) ? annotation.description() : "", declared, type,
				optional, wrapped, defaultValue, (annotation != null) ? annotation.header() : "", parameter);
	}

	/** Only tools have headers. */
	void requireNoHeader(Method method) {
		if (!this.header.isEmpty()) {
			throw new InvalidFeatureException(method,
					"parameter %s: only arguments of tools go into headers".formatted(this.name));
		}
	}

	private static JsonNode defaultValue(Method method, String name, String text, JavaType type, JsonMapper mapper) {
		if (type.isTypeOrSubTypeOf(CharSequence.class) || type.isEnumType()) {
			return StringNode.valueOf(text);
		}
		try {
			return mapper.readTree(text);
		}
		catch (JacksonException ex) {
			throw new InvalidFeatureException(method, "parameter %s: the default '%s' is no JSON".formatted(name, text),
					ex);
		}
	}

	/** What a value must fit, for the tool's input schema. */
	ObjectNode schema(Method method, MethodParts parts) {
		try {
			ObjectNode schema = parts.generator().generate(this.declared);
			if (!this.description.isEmpty()) {
				schema.put("description", this.description);
			}
			constrain(schema);
			mirror(schema);
			check(schema, parts.mapper());
			return schema;
		}
		catch (IllegalArgumentException | JacksonException ex) {
			throw new InvalidFeatureException(method, "parameter %s: %s".formatted(this.name, ex.getMessage()), ex);
		}
	}

	/** Shows at the start, not at the first call, whether the default fits. */
	private void check(ObjectNode schema, JsonMapper mapper) {
		JsonSchema compiled = JsonSchema.compile(schema);
		if (this.defaultValue == null) {
			return;
		}
		List<SchemaViolation> violations = compiled.validate(this.defaultValue);
		if (!violations.isEmpty()) {
			throw new IllegalArgumentException("the default " + violations.getFirst().detail());
		}
		mapper.treeToValue(this.defaultValue, this.type);
		schema.set("default", this.defaultValue);
	}

	/**
	 * Asks clients to repeat the argument in a header. Its numbers are to be those that
	 * every reader of JSON tells apart (2026-07-28, Schema Extension).
	 */
	private void mirror(ObjectNode schema) {
		if (this.header.isEmpty()) {
			return;
		}
		schema.put(MirroredProperty.KEYWORD, this.header);
		if ("integer".equals(schema.path("type").asString(""))) {
			schema.put("minimum", Math.max(schema.path("minimum").asLong(-MAX_SAFE_INTEGER), -MAX_SAFE_INTEGER));
			schema.put("maximum", Math.min(schema.path("maximum").asLong(MAX_SAFE_INTEGER), MAX_SAFE_INTEGER));
		}
	}

	/** Jakarta's pattern means the whole value, JSON Schema's any part of it. */
	private static String published(Pattern pattern) {
		if (pattern.flags().length > 0) {
			throw new IllegalArgumentException(
					"the pattern %s has flags, which JSON Schema does not have".formatted(pattern.regexp()));
		}
		return JsonSchema.wholePattern(pattern.regexp());
	}

	private void constrain(ObjectNode schema) {
		boolean array = this.type.isContainerType();
		Size size = this.element.getAnnotation(Size.class);
		if (size != null && size.min() > 0) {
			schema.put(array ? "minItems" : "minLength", size.min());
		}
		if (size != null && size.max() < Integer.MAX_VALUE) {
			schema.put(array ? "maxItems" : "maxLength", size.max());
		}
		Min min = this.element.getAnnotation(Min.class);
		if (min != null) {
			schema.put("minimum", min.value());
		}
		Max max = this.element.getAnnotation(Max.class);
		if (max != null) {
			schema.put("maximum", max.value());
		}
		Pattern pattern = this.element.getAnnotation(Pattern.class);
		if (pattern != null) {
			schema.put("pattern", published(pattern));
		}
		if (this.element.isAnnotationPresent(NotBlank.class)) {
			if (pattern != null) {
				throw new IllegalArgumentException("of @Pattern and @NotBlank, only one can be published");
			}
			schema.put("pattern", JsonSchema.NOT_BLANK);
		}
	}

}
