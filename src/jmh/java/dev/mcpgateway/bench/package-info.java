/**
 * The limits that {@code bench/run.sh} measures the gateway against.
 */
@NullMarked
package dev.mcpgateway.bench;

import org.jspecify.annotations.NullMarked;
