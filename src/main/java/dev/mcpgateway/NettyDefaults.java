package dev.mcpgateway;

import java.util.Map;

/**
 * How Netty works in this process, unless its own system properties say otherwise. Has to
 * be set before any of its classes is loaded. What it gains is in
 * {@code docs/performance.md}.
 */
final class NettyDefaults {

	private static final Map<String, String> DEFAULTS = Map.of(
			// For many small buffers that live briefly on event loops it is cheaper than
			// the adaptive allocator.
			"io.netty.allocator.type", "pooled",
			// It samples buffers to find leaks, which is the work of the tests: there it
			// looks at every buffer.
			"io.netty.leakDetection.level", "disabled");

	private NettyDefaults() {
	}

	static void apply() {
		DEFAULTS.forEach((name, value) -> {
			if (System.getProperty(name) == null) {
				System.setProperty(name, value);
			}
		});
	}

}
