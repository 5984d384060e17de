package dev.mcpgateway.schema;

import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A compiled JSON Schema, draft 2020-12. Never fetches anything: a {@code $ref} to the
 * network does not resolve.
 */
public final class JsonSchema {

	/** More than these help nobody and could be as large as the input. */
	private static final int MAX_VIOLATIONS = 20;

	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private final Schema schema;

	private JsonSchema(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Compiles a schema.
	 * @throws IllegalArgumentException when it is no valid schema
	 */
	public static JsonSchema compile(ObjectNode schema) {
		try {
			Schema compiled = REGISTRY.getSchema(schema);
			compiled.initializeValidators();
			return new JsonSchema(compiled);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Not a valid JSON Schema: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Checks a value.
	 * @return how it breaks the schema, at most {@value #MAX_VIOLATIONS} ways; empty when
	 * it does not
	 */
	public List<SchemaViolation> validate(JsonNode value) {
		List<Error> errors = this.schema.validate(value);
		if (errors.isEmpty()) {
			return List.of();
		}
		return errors.stream().limit(MAX_VIOLATIONS).map(JsonSchema::violation).toList();
	}

	/** Points at the property that is missing or too much, rather than at its parent. */
	private static SchemaViolation violation(Error error) {
		String pointer = error.getInstanceLocation().toString();
		String property = error.getProperty();
		if (property != null) {
			pointer += "/" + property.replace("~", "~0").replace("/", "~1");
		}
		return new SchemaViolation(pointer, error.getMessage());
	}

}
