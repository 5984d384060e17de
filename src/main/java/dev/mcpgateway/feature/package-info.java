/**
 * What a tool, resource or prompt is and how it answers: handlers, specifications and
 * providers.
 */
@NullMarked
package dev.mcpgateway.feature;

import org.jspecify.annotations.NullMarked;
