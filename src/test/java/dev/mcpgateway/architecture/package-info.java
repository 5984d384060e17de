/**
 * The rules of the house, as tests.
 */
@NullMarked
package dev.mcpgateway.architecture;

import org.jspecify.annotations.NullMarked;
