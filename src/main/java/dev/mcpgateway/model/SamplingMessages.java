package dev.mcpgateway.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * What the messages of a sampling request have to look like (sampling, Message Content
 * Constraints). Providers of models refuse others, each in its own way.
 */
final class SamplingMessages {

	private SamplingMessages() {
	}

	/**
	 * Checks the messages, first to last.
	 * @throws IllegalArgumentException when one of them could not stand there
	 */
	static void check(JsonNode messages) {
		Set<String> open = Set.of();
		for (JsonNode message : messages) {
			String role = message.path("role").asString("");
			require(Set.of("user", "assistant").contains(role), "the role is 'user' or 'assistant'");
			require(message.path("content").isContainer(), "a message has a content");
			Set<String> results = ids(message, "tool_result", "toolUseId");
			if (!open.isEmpty() || !results.isEmpty()) {
				require(role.equals("user") && blocks(message).stream().allMatch((block) -> is(block, "tool_result")),
						"results of tools stand alone in a message of the user, right after their uses");
				require(results.equals(open), "each use of a tool has its result, and each result its use");
			}
			open = ids(message, "tool_use", "id");
			require(open.isEmpty() || role.equals("assistant"), "the assistant uses tools, not the user");
		}
		require(open.isEmpty(), "each use of a tool has its result, and each result its use");
	}

	private static Set<String> ids(JsonNode message, String type, String member) {
		Set<String> ids = new HashSet<>();
		blocks(message).stream()
			.filter((block) -> is(block, type))
			.map((block) -> block.path(member).asString(""))
			.forEach((id) -> require(!id.isEmpty() && ids.add(id), "each '%s' is its own".formatted(member)));
		return ids;
	}

	private static boolean is(JsonNode block, String type) {
		return block.path("type").asString("").equals(type);
	}

	private static List<JsonNode> blocks(JsonNode message) {
		JsonNode content = message.path("content");
		return content.isArray() ? List.copyOf(content.values()) : List.of(content);
	}

	private static void require(boolean fact, String rule) {
		if (!fact) {
			throw new IllegalArgumentException("Sampling: " + rule);
		}
	}

}
