@NullMarked
package dev.mcpgateway.source;

import org.jspecify.annotations.NullMarked;
