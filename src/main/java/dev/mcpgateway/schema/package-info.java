/**
 * JSON Schema 2020-12: compiled, checked against values, and generated from Java types.
 */
@NullMarked
package dev.mcpgateway.schema;

import org.jspecify.annotations.NullMarked;
