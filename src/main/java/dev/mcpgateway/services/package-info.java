/**
 * Services register and are discovered. Here are the register as HTTP shows it and what
 * it asks of its store; where registrations are kept is the business of an adapter.
 */
@NullMarked
package dev.mcpgateway.services;

import org.jspecify.annotations.NullMarked;
