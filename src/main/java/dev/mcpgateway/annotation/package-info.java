/**
 * Features declared by annotated methods of ordinary beans.
 */
@NullMarked
package dev.mcpgateway.annotation;

import org.jspecify.annotations.NullMarked;
