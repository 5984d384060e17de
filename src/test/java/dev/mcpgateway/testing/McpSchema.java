package dev.mcpgateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.schema.SchemaViolation;
import dev.mcpgateway.wire.Revision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The specification's own schema of a revision.
 */
public final class McpSchema {

	private static final Map<String, McpSchema> KNOWN = new ConcurrentHashMap<>();

	private final ObjectNode definitions;

	private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

	private McpSchema(String name) {
		try (InputStream resource = Objects
			.requireNonNull(McpSchema.class.getResourceAsStream("/mcp-schema/" + name + ".schema.json"), name)) {
			this.definitions = (ObjectNode) JsonMapper.shared().readTree(resource);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The schema that holds for a revision; the older ones are held against the newest of
	 * them.
	 */
	public static McpSchema of(Revision revision) {
		Revision published = (revision.era() == Revision.Era.MODERN) ? revision : Revision.newestLegacy();
		return KNOWN.computeIfAbsent(published.wireName(), McpSchema::new);
	}

	/** How a value breaks one of the schema's definitions. */
	public List<SchemaViolation> violations(String definition, JsonNode value) {
		return this.compiled.computeIfAbsent(definition, this::compile).validate(value);
	}

	private JsonSchema compile(String definition) {
		ObjectNode schema = this.definitions.deepCopy();
		schema.put("$ref", "#/$defs/" + definition);
		return JsonSchema.compile(schema);
	}

}
