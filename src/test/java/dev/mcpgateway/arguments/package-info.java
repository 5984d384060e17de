/**
 * What callers send as arguments, on every face.
 */
@NullMarked
package dev.mcpgateway.arguments;

import org.jspecify.annotations.NullMarked;
