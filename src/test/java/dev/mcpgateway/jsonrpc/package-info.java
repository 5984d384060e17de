/**
 * Tests of {@code jsonrpc}.
 */
@NullMarked
package dev.mcpgateway.jsonrpc;

import org.jspecify.annotations.NullMarked;
