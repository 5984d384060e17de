/**
 * Tests of the PostgreSQL adapter, on a real PostgreSQL.
 */
@NullMarked
package dev.mcpgateway.postgres;

import org.jspecify.annotations.NullMarked;
