/**
 * The one door for every call: look up, check, filter, run.
 */
@NullMarked
package dev.mcpgateway.invocation;

import org.jspecify.annotations.NullMarked;
