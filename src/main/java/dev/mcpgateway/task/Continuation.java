package dev.mcpgateway.task;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.InputRequest;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * All that a call needs to be run once more, by any replica, when its client has
 * answered. A value that is kept with the task.
 *
 * @param tool the tool's name
 * @param arguments its arguments
 * @param client what the client can do
 * @param answers what the client has answered, by the key under which the tool asked
 * @param open what is asked and not answered yet, by the key that the client knows
 * @param asked the keys that the client was ever told
 */
record Continuation(String tool, ObjectNode arguments, Set<ClientCapability> client, Map<String, JsonNode> answers,
		Map<String, Question> open, Set<String> asked) {

	/**
	 * What is read and written has been within limits already; numbers come back as they
	 * were.
	 */
	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(Integer.MAX_VALUE)
				.maxNumberLength(Integer.MAX_VALUE)
				.maxNameLength(Integer.MAX_VALUE)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
			.build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/** A call that has not asked anything yet. */
	static Continuation of(ToolCall call) {
		return new Continuation(call.tool().name(), call.arguments(), call.context().client(), call.context().answers(),
				Map.of(), Set.of());
	}

	/** Reads what {@link #toJson()} wrote. */
	static Continuation parse(String json) {
		return mapper.readValue(json, Continuation.class);
	}

	String toJson() {
		return mapper.writeValueAsString(this);
	}

	/**
	 * The call asks. A key that the client has seen before would not be a new question
	 * for it (SEP-2663, Task Update Requests: keys are unique over the lifetime of a
	 * task), so such a question goes out under another.
	 */
	Continuation asking(Map<String, InputRequest> requests, Function<InputRequest, String> writer) {
		Map<String, Question> questions = new LinkedHashMap<>();
		Set<String> known = new LinkedHashSet<>(this.asked);
		requests.forEach((key, request) -> {
			String shown = key;
			for (int round = 2; !known.add(shown); round++) {
				shown = key + "-" + round;
			}
			questions.put(shown, new Question(key, writer.apply(request)));
		});
		return new Continuation(this.tool, this.arguments, this.client, this.answers, questions, known);
	}

	/** The client answers; what it was not asked is left out. */
	Continuation answered(Map<String, JsonNode> responses) {
		Map<String, JsonNode> all = new LinkedHashMap<>(this.answers);
		Map<String, Question> left = new LinkedHashMap<>(this.open);
		responses.forEach((shown, answer) -> {
			Question question = left.remove(shown);
			if (question != null) {
				all.put(question.key(), answer);
			}
		});
		return new Continuation(this.tool, this.arguments, this.client, all, left, this.asked);
	}

	/** What is open, as the client gets it: one JSON object. */
	String inputRequests() {
		Map<String, RawValue> requests = new LinkedHashMap<>();
		this.open.forEach((shown, question) -> requests.put(shown, new RawValue(question.request())));
		return mapper.writeValueAsString(requests);
	}

	/** The context to run the call in. */
	CallContext context(Caller caller) {
		return new CallContext(caller, this.client, this.answers, true);
	}

	/**
	 * Something asked.
	 *
	 * @param key the key under which the tool asked
	 * @param request the request, written
	 */
	record Question(String key, String request) {
	}

}
