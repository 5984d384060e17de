/**
 * What the specification demands of the gateway, sentence by sentence, and which tests
 * hold it to that.
 */
@NullMarked
package dev.mcpgateway.requirement;

import org.jspecify.annotations.NullMarked;
