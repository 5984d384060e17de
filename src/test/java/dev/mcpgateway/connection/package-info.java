/**
 * Tests of the connections of clients.
 */
@NullMarked
package dev.mcpgateway.connection;

import org.jspecify.annotations.NullMarked;
