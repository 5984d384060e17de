package dev.mcpgateway.streamablehttp;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import dev.mcpgateway.registry.CatalogTool;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.schema.MirroredProperty;
import dev.mcpgateway.web.RequestHead;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments that a tool wants repeated in headers, {@code x-mcp-header} in its schema
 * (2026-07-28, Custom Headers from Tool Parameters).
 */
final class ParameterHeaders {

	/** Beyond it, readers of JSON may take two numbers for one. */
	private static final BigDecimal MAX_SAFE_INTEGER = BigDecimal.valueOf((1L << 53) - 1);

	private final FeatureRegistry registry;

	ParameterHeaders(FeatureRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Compares headers with arguments.
	 * @return what does not fit, or nothing
	 */
	Optional<String> mismatch(String tool, ObjectNode arguments, RequestHead head) {
		List<MirroredProperty> mirrored = this.registry.catalog()
			.tool(tool)
			.map(CatalogTool::mirrored)
			.orElse(List.of());
		for (MirroredProperty each : mirrored) {
			JsonNode value = arguments;
			for (String step : each.path()) {
				value = value.path(step);
			}
			boolean given = value.isValueNode() && !value.isNull();
			String sent = head.header(each.header());
			if (sent == null && given) {
				return Optional.of("%s is missing, but the argument is there".formatted(each.header()));
			}
			if (sent != null && !matches(sent, value, given)) {
				return Optional.of("%s is not the argument".formatted(each.header()));
			}
		}
		return Optional.empty();
	}

	private static boolean matches(String sent, JsonNode value, boolean given) {
		Optional<String> decoded = HeaderValues.decode(sent);
		if (decoded.isEmpty() || !given) {
			return false;
		}
		if (!value.isNumber()) {
			return decoded.get().equals(value.asString());
		}
		if (value.decimalValue().abs().compareTo(MAX_SAFE_INTEGER) > 0) {
			return false;
		}
		try {
			return decoded.get().length() <= 40 && new BigDecimal(decoded.get()).compareTo(value.decimalValue()) == 0;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
