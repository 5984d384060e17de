/**
 * Every expected failure, as one sealed family.
 */
@NullMarked
package dev.mcpgateway.failure;

import org.jspecify.annotations.NullMarked;
