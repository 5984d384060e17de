/**
 * JSON-RPC 2.0 as MCP uses it: messages, identifiers and errors.
 */
@NullMarked
package dev.mcpgateway.jsonrpc;

import org.jspecify.annotations.NullMarked;
