package dev.mcpgateway.annotation;

import java.util.Optional;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.schema.SchemaViolation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Turns what a caller sent for one parameter into the Java value that the method takes.
 */
final class ArgumentBinder {

	private final FeatureParameter parameter;

	private final ObjectReader reader;

	private final JsonMapper mapper;

	private final String pointer;

	ArgumentBinder(FeatureParameter parameter, JsonMapper mapper) {
		this.parameter = parameter;
		this.mapper = mapper;
		this.reader = mapper.readerFor(parameter.type());
		this.pointer = SchemaViolation.pointer("", parameter.name());
	}

	/** The parameter's name on the wire. */
	String name() {
		return this.parameter.name();
	}

	/**
	 * The value of a JSON argument, which has been checked against the schema. A null
	 * that is there has a meaning to a parameter that takes any JSON; to others it is the
	 * same as nothing.
	 */
	@Nullable Object bind(@Nullable JsonNode sent) {
		JsonNode value = (sent == null || (sent.isNull() && !takesJson())) ? this.parameter.defaultValue() : sent;
		Object bound = (value == null) ? null : convert(value);
		return this.parameter.wrapped() ? Optional.ofNullable(bound) : bound;
	}

	/** The value of a variable or prompt argument, which is always text. */
	@Nullable Object bindText(@Nullable String sent) {
		return bind((sent == null) ? null : StringNode.valueOf(sent));
	}

	private boolean takesJson() {
		return JsonNode.class.isAssignableFrom(this.parameter.type().getRawClass());
	}

	/**
	 * Whether a text is the one that the value bound to it is written as: of a number
	 * {@code 1}, but not {@code 01}.
	 */
	boolean isCanonical(String sent) {
		if (this.parameter.type().hasRawClass(String.class)) {
			return true;
		}
		return this.mapper.<JsonNode>valueToTree(convert(StringNode.valueOf(sent))).asString("").equals(sent);
	}

	private @Nullable Object convert(JsonNode value) {
		if (value.isNull() && takesJson()) {
			return value;
		}
		if (value.isString() && this.parameter.type().hasRawClass(String.class)) {
			return value.stringValue();
		}
		try {
			return this.reader.readValue(value);
		}
		catch (JacksonException ex) {
			throw new InvalidArgumentsException(this.pointer,
					ArgumentWords.expectation(this.parameter.type().getRawClass()));
		}
	}

}
