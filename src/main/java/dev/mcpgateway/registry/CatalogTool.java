package dev.mcpgateway.registry;

import java.util.List;

import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.schema.MirroredProperty;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool in the catalog, with what its input schema means.
 *
 * @param specification the tool and how it answers
 * @param inputSchema what its arguments must fit
 * @param mirrored which of its arguments clients repeat in headers
 */
public record CatalogTool(ToolSpecification specification, JsonSchema inputSchema, List<MirroredProperty> mirrored) {

	/**
	 * Compiles a tool.
	 * @throws IllegalArgumentException when one of its schemas is no proper one
	 */
	static CatalogTool of(ToolSpecification specification) {
		ObjectNode inputSchema = specification.tool().inputSchema();
		ObjectNode outputSchema = specification.tool().outputSchema();
		if (outputSchema != null) {
			// Clients refuse a whole list for one schema that they do not understand.
			JsonSchema.compile(outputSchema);
		}
		return new CatalogTool(specification, JsonSchema.compile(inputSchema), MirroredProperty.of(inputSchema));
	}

	/** The tool as lists show it. */
	public Tool tool() {
		return this.specification.tool();
	}

}
