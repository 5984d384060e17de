/**
 * Calls that go on after their caller has gone: kept in a store, asked for later.
 */
@NullMarked
package dev.mcpgateway.task;

import org.jspecify.annotations.NullMarked;
