/**
 * One codec per era of the protocol: JSON-RPC parameters and results to and from the
 * model. The only package that knows that MCP has revisions.
 */
@NullMarked
package dev.mcpgateway.wire;

import org.jspecify.annotations.NullMarked;
