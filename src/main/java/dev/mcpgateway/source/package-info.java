/**
 * Bulkheads of the sources of data: how many may work with a source at once, by use.
 */
@NullMarked
package dev.mcpgateway.source;

import org.jspecify.annotations.NullMarked;
