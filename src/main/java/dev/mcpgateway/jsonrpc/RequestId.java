package dev.mcpgateway.jsonrpc;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Identifies a request: a string or an integer, never null (basic, Requests). Equal when
 * written equally, so {@code 1} and {@code "1"} are two, and {@code 1.0} a third.
 *
 * @param json the identifier as JSON
 */
public record RequestId(String json) {

	/** Reads an identifier; nothing when the value is none. */
	public static Optional<RequestId> of(@Nullable JsonNode node) {
		return (node != null && (node.isString() || isInteger(node))) ? Optional.of(new RequestId(node.toString()))
				: Optional.empty();
	}

	/** With an exponent it would not go back as it came. */
	private static boolean isInteger(JsonNode node) {
		return node.isIntegralNumber() || (node.canConvertToExactIntegral() && node.decimalValue().scale() > 0);
	}

	/** An identifier of this process's own. */
	public static RequestId of(long number) {
		return new RequestId(Long.toString(number));
	}

}
