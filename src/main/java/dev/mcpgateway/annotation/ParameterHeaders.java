package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

import dev.mcpgateway.schema.MirroredProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers in which clients repeat arguments of one tool, which its input schema names
 * (tools, x-mcp-header). A client leaves out a tool that breaks a rule here.
 */
final class ParameterHeaders {

	/** Beyond this, a client may not know an integer exactly: 2^53 - 1. */
	private static final long LARGEST = (1L << 53) - 1;

	private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

	/** Writes the header of a parameter, if it has one, into its schema. */
	void write(Method method, FeatureParameter parameter, ObjectNode schema) {
		String name = parameter.header();
		if (name.isEmpty()) {
			return;
		}
		String fault = fault(name, schema);
		if (fault != null) {
			throw new InvalidFeatureException(method, "parameter %s: %s".formatted(parameter.name(), fault));
		}
		schema.put(MirroredProperty.KEYWORD, name);
	}

	private @Nullable String fault(String name, ObjectNode schema) {
		if (!MirroredProperty.isName(name)) {
			return "'%s' cannot be the name of a header".formatted(name);
		}
		if (!this.names.add(name)) {
			return "another parameter has the header " + name;
		}
		if (!MirroredProperty.isPrimitive(schema)) {
			return "only strings, integers and booleans go into headers";
		}
		return schema.path("type").asString("").equals("integer") ? bound(schema) : null;
	}

	private static @Nullable String bound(ObjectNode schema) {
		if (schema.path("minimum").asLong(-LARGEST) < -LARGEST || schema.path("maximum").asLong(LARGEST) > LARGEST) {
			return "integers in headers lie between -(2^53 - 1) and 2^53 - 1";
		}
		schema.put("minimum", schema.path("minimum").asLong(-LARGEST));
		schema.put("maximum", schema.path("maximum").asLong(LARGEST));
		return null;
	}

}
