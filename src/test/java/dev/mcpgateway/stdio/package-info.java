/**
 * Tests of the stdio transport, with the gateway as a process of its own.
 */
@NullMarked
package dev.mcpgateway.stdio;

import org.jspecify.annotations.NullMarked;
