package dev.mcpgateway.registry;

import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.schema.JsonSchema;

/**
 * A tool in the catalog, with its input schema compiled.
 *
 * @param specification the tool and how it answers
 * @param inputSchema what its arguments must fit
 */
public record CatalogTool(ToolSpecification specification, JsonSchema inputSchema) {

	/** The tool as lists show it. */
	public Tool tool() {
		return this.specification.tool();
	}

}
