/**
 * Metrics of calls and health of backends.
 */
@NullMarked
package dev.mcpgateway.observability;

import org.jspecify.annotations.NullMarked;
