/**
 * Tests of the register of services, on a real PostgreSQL.
 */
@NullMarked
package dev.mcpgateway.services;

import org.jspecify.annotations.NullMarked;
