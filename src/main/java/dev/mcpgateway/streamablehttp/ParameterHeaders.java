package dev.mcpgateway.streamablehttp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.registry.Catalog;
import dev.mcpgateway.registry.FeatureRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments that a tool wants repeated in headers, {@code x-mcp-header} in its schema
 * (2026-07-28, Custom Headers from Tool Parameters).
 */
final class ParameterHeaders {

	private final FeatureRegistry registry;

	private volatile Known known = new Known(-1, Map.of());

	ParameterHeaders(FeatureRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Compares headers with arguments.
	 * @return what does not fit, or nothing
	 */
	Optional<String> mismatch(String tool, ObjectNode arguments, RequestHead head) {
		for (Mirrored each : mirrored(tool)) {
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
		try {
			return decoded.get().length() <= 40 && new BigDecimal(decoded.get()).compareTo(value.decimalValue()) == 0;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private List<Mirrored> mirrored(String tool) {
		Catalog catalog = this.registry.catalog();
		Known current = this.known;
		if (current.generation() != catalog.generation()) {
			current = new Known(catalog.generation(), new ConcurrentHashMap<>());
			this.known = current;
		}
		List<Mirrored> found = current.tools().get(tool);
		if (found == null) {
			found = catalog.tool(tool).map((each) -> find(each.tool().inputSchema())).orElse(List.of());
			if (catalog.tool(tool).isPresent()) {
				current.tools().put(tool, found);
			}
		}
		return found;
	}

	/** Only what can be reached by {@code properties} alone counts. */
	private static List<Mirrored> find(JsonNode schema) {
		Map<String, Mirrored> found = new LinkedHashMap<>();
		find(schema, List.of(), found);
		return List.copyOf(found.values());
	}

	private static void find(JsonNode schema, List<String> path, Map<String, Mirrored> found) {
		schema.path("properties").forEachEntry((name, property) -> {
			List<String> steps = new ArrayList<>(path);
			steps.add(name);
			JsonNode header = property.path("x-mcp-header");
			if (header.isString()) {
				String headerName = "Mcp-Param-" + header.stringValue();
				found.put(headerName, new Mirrored(headerName, List.copyOf(steps)));
			}
			find(property, steps, found);
		});
	}

	/**
	 * An argument and its header.
	 */
	private record Mirrored(String header, List<String> path) {
	}

	private record Known(long generation, Map<String, List<Mirrored>> tools) {
	}

}
