/**
 * What surrounds the gateway in operation, tested with the real programs.
 */
@NullMarked
package dev.mcpgateway.ops;

import org.jspecify.annotations.NullMarked;
