/**
 * Tools and resources on MongoDB.
 */
@NullMarked
package dev.mcpgateway.mongo;

import org.jspecify.annotations.NullMarked;
