/**
 * Who may reach the gateway's port.
 */
@NullMarked
package dev.mcpgateway.security;

import org.jspecify.annotations.NullMarked;
