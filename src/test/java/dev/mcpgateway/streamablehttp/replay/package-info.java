/**
 * Tests of {@code streamablehttp.replay}.
 */
@NullMarked
package dev.mcpgateway.streamablehttp.replay;

import org.jspecify.annotations.NullMarked;
