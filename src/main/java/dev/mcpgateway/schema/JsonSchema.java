package dev.mcpgateway.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled JSON Schema, draft 2020-12. Never fetches anything: a {@code $ref} to the
 * network, to this machine or to another schema does not resolve. Its patterns are of the
 * part that RE2 and ECMA-262 share, and are matched in linear time.
 */
public final class JsonSchema {

	/** More than these help nobody and could be as large as the input. */
	private static final int MAX_VIOLATIONS = 20;

	private static final String DRAFT = "https://json-schema.org/draft/2020-12/";

	/** Without a cache: schemas of the same {@code $id} are strangers to each other. */
	private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
			(registry) -> registry.schemaCacheEnabled(false)
				.schemaLoader((loader) -> loader.allow((iri) -> iri.toString().startsWith(DRAFT)))
				.schemaRegistryConfig(SchemaRegistryConfig.builder()
					.locale(Locale.ENGLISH)
					.regularExpressionFactory(PortablePattern::compile)
					.build()));

	private static final String DIALECT = DRAFT + "schema";

	private static final Schema META_SCHEMA = REGISTRY.getSchema(SchemaLocation.of(DIALECT));

	/** Keywords that hold values, in which nothing is a keyword. */
	private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");

	/** The pattern of a text that must not be blank. */
	public static final String NOT_BLANK = "\\S";

	private static final Set<String> BOUNDS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

	private final Schema schema;

	private final ValueForm form;

	private JsonSchema(Schema schema, ValueForm form) {
		this.schema = schema;
		this.form = form;
	}

	/**
	 * Compiles a schema.
	 * @throws IllegalArgumentException when it is no valid schema of this draft, or has a
	 * pattern that only one of RE2 and ECMA-262 understands
	 */
	public static JsonSchema compile(ObjectNode schema) {
		String dialect = schema.path("$schema").asString(DIALECT);
		if (!dialect.equals(DIALECT) && !dialect.equals(DIALECT + "#")) {
			throw new IllegalArgumentException(
					"The dialect %s is not supported, only JSON Schema 2020-12".formatted(dialect));
		}
		List<Error> errors = META_SCHEMA.validate(schema);
		if (!errors.isEmpty()) {
			throw new IllegalArgumentException("Not a valid JSON Schema: " + errors.getFirst());
		}
		checkPatterns(schema);
		try {
			ObjectNode exact = schema.deepCopy();
			makeBoundsExact(exact);
			Schema compiled = REGISTRY.getSchema(exact);
			compiled.initializeValidators();
			return new JsonSchema(compiled, ValueForm.of(schema));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Not a valid JSON Schema: " + ex.getMessage(), ex);
		}
	}

	/**
	 * A pattern for the whole of a text, as a schema's {@code pattern} says it.
	 * @throws IllegalArgumentException when RE2 and ECMA-262 do not both understand it
	 */
	public static String wholePattern(String expression) {
		return PortablePattern.whole(expression);
	}

	/** Before the validator does, which logs each as an error of its own. */
	private static void checkPatterns(JsonNode schema) {
		if (schema.path("pattern").isString()) {
			PortablePattern.compile(schema.get("pattern").stringValue());
		}
		if (schema.path("patternProperties").isObject()) {
			schema.get("patternProperties").propertyNames().forEach(PortablePattern::compile);
		}
		if (schema.isArray()) {
			schema.forEach(JsonSchema::checkPatterns);
		}
		schema.forEachEntry((keyword, value) -> {
			if (!VALUES.contains(keyword)) {
				checkPatterns(value);
			}
		});
	}

	/**
	 * The validator compares with an integer as {@code long}, and fails on numbers beyond
	 * it; with a decimal it compares exactly.
	 */
	private static void makeBoundsExact(JsonNode schema) {
		if (schema instanceof ObjectNode object) {
			BOUNDS.stream()
				.filter((name) -> object.path(name).isIntegralNumber())
				.forEach((name) -> object.set(name, DecimalNode.valueOf(object.get(name).decimalValue())));
		}
		schema.forEach(JsonSchema::makeBoundsExact);
	}

	/**
	 * The object as the schema means it: a member that is null although the schema does
	 * not let it be is left out, at any depth, and a number that the schema wants whole
	 * and that is ({@code 1.0}, {@code 1e2}) is an integer. The argument is not changed.
	 */
	public ObjectNode normalized(ObjectNode object) {
		return (ObjectNode) this.form.normalized(object);
	}

	/**
	 * Checks a value.
	 * @return how it breaks the schema, at most {@value #MAX_VIOLATIONS} ways; empty when
	 * it does not
	 */
	public List<SchemaViolation> validate(JsonNode value) {
		List<Error> errors = this.schema.validate(value, OutputFormat.DEFAULT,
				(ExecutionContext context) -> context.setErrors(new FirstErrors()));
		return errors.isEmpty() ? List.of() : errors.stream().map(JsonSchema::violation).toList();
	}

	/** Points at the property that is missing or too much, rather than at its parent. */
	private static SchemaViolation violation(Error error) {
		String pointer = error.getInstanceLocation().toString();
		String property = error.getProperty();
		if (property != null) {
			pointer = SchemaViolation.pointer(pointer, property);
		}
		return new SchemaViolation(pointer, detail(error));
	}

	/** In words, where the validator's own are those of a programmer. */
	private static String detail(Error error) {
		return switch (error.getKeyword()) {
			case "required" -> "is required";
			case "pattern" -> {
				String pattern = error.getSchemaNode().asString("");
				yield pattern.equals(NOT_BLANK) ? "must not be blank" : "must match the pattern " + pattern;
			}
			case null, default -> error.getMessage();
		};
	}

	/**
	 * Errors until there are enough of them: what comes after would cost as much as the
	 * value is large, and nobody reads it.
	 */
	private static final class FirstErrors extends ArrayList<Error> {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean add(Error error) {
			super.add(error);
			if (size() >= MAX_VIOLATIONS) {
				throw new EnoughErrors(this);
			}
			return true;
		}

	}

	/**
	 * Ends a validation, as the validator's own setting to stop at the first error does.
	 */
	private static final class EnoughErrors extends FailFastAssertionException {

		private static final long serialVersionUID = 1L;

		private final transient List<Error> errors;

		EnoughErrors(List<Error> errors) {
			super(errors.getLast());
			this.errors = errors;
		}

		@Override
		public List<Error> getErrors() {
			return this.errors;
		}

	}

}
