/**
 * Tests of {@code streamablehttp}.
 */
@NullMarked
package dev.mcpgateway.streamablehttp;

import org.jspecify.annotations.NullMarked;
