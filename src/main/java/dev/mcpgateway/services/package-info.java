/**
 * Services register and are discovered.
 */
@NullMarked
package dev.mcpgateway.services;

import org.jspecify.annotations.NullMarked;
