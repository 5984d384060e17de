package dev.mcpgateway.mcp;

/**
 * What the server can do, by kind.
 */
record McpMethods(CatalogPages lists, ToolCalls tools, FeatureCalls features, TaskCalls tasks,
		Subscriptions subscriptions) {
}
