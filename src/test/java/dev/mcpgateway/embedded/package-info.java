@NullMarked
package dev.mcpgateway.embedded;

import org.jspecify.annotations.NullMarked;
