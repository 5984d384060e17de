package dev.mcpgateway.failure;

import java.util.List;
import java.util.stream.Collectors;

import dev.mcpgateway.schema.SchemaViolation;

/**
 * The arguments break the schema, or a rule that a schema cannot say.
 */
public final class InvalidArgumentsException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final transient List<SchemaViolation> violations;

	public InvalidArgumentsException(List<SchemaViolation> violations) {
		super(violations.stream()
			.map((violation) -> violation.pointer().isEmpty() ? violation.detail()
					: violation.pointer() + ": " + violation.detail())
			.collect(Collectors.joining("; ")), null);
		this.violations = List.copyOf(violations);
	}

	/**
	 * One argument is wrong.
	 * @param pointer JSON pointer to it, within the arguments
	 * @param detail what is wrong and what to change
	 */
	public InvalidArgumentsException(String pointer, String detail) {
		this(List.of(new SchemaViolation(pointer, detail)));
	}

	public List<SchemaViolation> violations() {
		return this.violations;
	}

}
