/**
 * The application: one deployable that serves the registry over HTTP.
 */
@NullMarked
package dev.mcpgateway;

import org.jspecify.annotations.NullMarked;
