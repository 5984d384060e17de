/**
 * Features that need no backend: to see that the gateway runs, and how it streams.
 */
@NullMarked
package dev.mcpgateway.demo;

import org.jspecify.annotations.NullMarked;
