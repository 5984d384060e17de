/**
 * MCP's Streamable HTTP transport at {@code /mcp}, for all revisions at once. A function
 * from head and bytes to bytes that knows no web framework; one class mounts it.
 */
@NullMarked
package dev.mcpgateway.streamablehttp;

import org.jspecify.annotations.NullMarked;
