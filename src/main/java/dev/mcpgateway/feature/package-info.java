/**
 * What a tool, resource or prompt is and how it answers: handlers, specifications,
 * providers and failures.
 */
@NullMarked
package dev.mcpgateway.feature;

import org.jspecify.annotations.NullMarked;
