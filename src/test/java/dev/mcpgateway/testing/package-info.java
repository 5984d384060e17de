/**
 * What tests of several packages share: backends, gateways, clients, and what holds for
 * every test.
 */
@NullMarked
package dev.mcpgateway.testing;

import org.jspecify.annotations.NullMarked;
