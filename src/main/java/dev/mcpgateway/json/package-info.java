/**
 * JSON from strangers, read strictly and within bounds.
 */
@NullMarked
package dev.mcpgateway.json;

import org.jspecify.annotations.NullMarked;
