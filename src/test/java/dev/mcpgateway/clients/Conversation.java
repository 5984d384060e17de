package dev.mcpgateway.clients;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client says of each step of its conversation with the gateway.
 *
 * @param steps what was said, by the step's name
 * @param log all it wrote, for who has to find out why a step is missing
 */
record Conversation(Map<String, JsonNode> steps, String log) {

	/** Nothing has been said. */
	static final Conversation SILENCE = new Conversation(Map.of(), "");

	/** Reads what a script wrote: a JSON object a line, each with its {@code step}. */
	static Conversation of(String output, String errors) {
		Map<String, JsonNode> steps = new LinkedHashMap<>();
		output.lines().filter((line) -> line.startsWith("{")).map(JsonMapper.shared()::readTree).forEach((line) -> {
			if (steps.put(line.path("step").asString(""), line) != null) {
				throw new AssertionError("Said twice: " + line);
			}
		});
		return new Conversation(steps, output + errors);
	}

	/** A step; fails when the client did not get to it, or failed in it. */
	JsonNode step(String name) {
		JsonNode step = this.steps.get(name);
		if (step == null || step.has("failure")) {
			throw new AssertionError("The step '%s' failed:%n%s".formatted(name, this.log));
		}
		return step;
	}

	/** The names in a list that a step of the same name got. */
	List<String> names(String step) {
		return names(step, step);
	}

	/** The names in a list that a step got. */
	List<String> names(String step, String list) {
		return names(step(step).path(list));
	}

	/** The names in a list. */
	static List<String> names(JsonNode list) {
		return list.valueStream().map((each) -> each.path("name").asString("")).toList();
	}

}
