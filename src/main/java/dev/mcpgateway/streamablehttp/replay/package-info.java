/**
 * Streams of the older era, kept for clients that were cut off and come back.
 */
@NullMarked
package dev.mcpgateway.streamablehttp.replay;

import org.jspecify.annotations.NullMarked;
