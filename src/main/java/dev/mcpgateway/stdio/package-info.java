/**
 * MCP's stdio transport: one client, which started the process, on its standard streams.
 */
@NullMarked
package dev.mcpgateway.stdio;

import org.jspecify.annotations.NullMarked;
