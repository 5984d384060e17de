/**
 * Tests of tasks, on a real PostgreSQL.
 */
@NullMarked
package dev.mcpgateway.task;

import org.jspecify.annotations.NullMarked;
