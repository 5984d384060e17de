/**
 * The databases and the object store that start by themselves when no server is
 * configured.
 */
@NullMarked
package dev.mcpgateway.embedded;

import org.jspecify.annotations.NullMarked;
