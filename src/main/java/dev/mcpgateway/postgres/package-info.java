/**
 * Tools and resources on PostgreSQL, and what else the gateway keeps there.
 */
@NullMarked
package dev.mcpgateway.postgres;

import org.jspecify.annotations.NullMarked;
