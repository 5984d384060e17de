package dev.mcpgateway.wire;

import dev.mcpgateway.model.Tool;

/**
 * A tool as a list shows it.
 *
 * @param tool the tool; its output schema describes one item
 * @param stream whether its result is an array of items
 */
public record ListedTool(Tool tool, boolean stream) {
}
