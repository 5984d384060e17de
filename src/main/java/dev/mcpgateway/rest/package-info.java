/**
 * The HTTP face: tool calls as NDJSON, resources, lists and health.
 */
@NullMarked
package dev.mcpgateway.rest;

import org.jspecify.annotations.NullMarked;
