package dev.mcpgateway.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.mcpgateway.model.Completion;

/**
 * What the gateway says it can do.
 */
final class Capabilities {

	private static final Map<String, Object> NONE = Map.of();

	private Capabilities() {
	}

	static Map<String, Object> legacy() {
		Map<String, Object> capabilities = new LinkedHashMap<>();
		capabilities.put("tools", Map.of("listChanged", true));
		capabilities.put("resources", Map.of("listChanged", true, "subscribe", true));
		capabilities.put("prompts", Map.of("listChanged", true));
		capabilities.put("completions", NONE);
		capabilities.put("logging", NONE);
		return capabilities;
	}

	static Map<String, Object> modern(boolean tasks) {
		Map<String, Object> capabilities = legacy();
		if (tasks) {
			capabilities.put("extensions", Map.of(Params.TASKS, NONE));
		}
		return capabilities;
	}

	static Map<String, Object> completion(Completion completion) {
		Map<String, Object> written = new LinkedHashMap<>();
		written.put("values", completion.values());
		if (completion.total() != null) {
			written.put("total", completion.total());
		}
		written.put("hasMore", completion.hasMore());
		return written;
	}

}
