/**
 * The connections of clients: how many there may be, the clocks they are held to, and the
 * turns they take.
 */
@NullMarked
package dev.mcpgateway.connection;

import org.jspecify.annotations.NullMarked;
