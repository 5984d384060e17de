/**
 * The protocol over the registry, whatever carries it: what each request does, what goes
 * to the client beside its answer, and what a session remembers.
 */
@NullMarked
package dev.mcpgateway.mcp;

import org.jspecify.annotations.NullMarked;
