/**
 * MCP's nouns as immutable values, neutral to protocol revisions; knows nothing of
 * Spring.
 */
@NullMarked
package dev.mcpgateway.model;

import org.jspecify.annotations.NullMarked;
