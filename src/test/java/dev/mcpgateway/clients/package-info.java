/**
 * Clients of MCP that others wrote, against a gateway.
 */
@NullMarked
package dev.mcpgateway.clients;

import org.jspecify.annotations.NullMarked;
