/**
 * What tests of several packages share: the servers that they run against.
 */
@NullMarked
package dev.mcpgateway.testing;

import org.jspecify.annotations.NullMarked;
