/**
 * The in-process registry: providers merged into immutable catalog snapshots, and who is
 * told of a change.
 */
@NullMarked
package dev.mcpgateway.registry;

import org.jspecify.annotations.NullMarked;
