package dev.mcpgateway.feature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.MissingClientCapabilityException;
import dev.mcpgateway.failure.TaskRequestedException;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.schema.JsonSchema;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who calls, what its client can do, and what it has answered so far. A value that
 * travels with the call.
 *
 * @param caller who calls
 * @param client what its client can do
 * @param answers what the client has answered in earlier rounds of this call, by key; as
 * it came, unchecked
 * @param inTask whether the call runs as a task, so that nobody waits for its result
 */
public record CallContext(Caller caller, Set<ClientCapability> client, Map<String, JsonNode> answers, boolean inTask) {

	/** Nobody in particular, with a client that can do nothing. */
	public static final CallContext ANONYMOUS = of(Caller.ANONYMOUS);

	public CallContext {
		client = Set.copyOf(client);
		answers = Map.copyOf(answers);
	}

	/** A caller whose client can do nothing. */
	public static CallContext of(Caller caller) {
		return new CallContext(caller, Set.of(), Map.of(), false);
	}

	/** Whether the client can do something. */
	public boolean clientCan(ClientCapability capability) {
		return this.client.contains(capability);
	}

	/** The same call with further answers. */
	public CallContext answeredBy(Map<String, JsonNode> further) {
		Map<String, JsonNode> all = new LinkedHashMap<>(this.answers);
		all.putAll(further);
		return new CallContext(this.caller, this.client, all, this.inTask);
	}

	/** The same call as a task. */
	public CallContext asTask() {
		return new CallContext(this.caller, this.client, this.answers, true);
	}

	/**
	 * Says that from here on the call may take long. When the client can take a task, the
	 * call is run again as one, with the answers it has; otherwise it simply goes on.
	 * @throws TaskRequestedException to start the task
	 */
	public void continueAsTask() {
		if (!this.inTask && clientCan(ClientCapability.TASKS)) {
			throw new TaskRequestedException(this.answers);
		}
	}

	/**
	 * Asks the client one thing; see {@link #ask(Map)}.
	 * @return its answer
	 */
	public ObjectNode ask(String key, InputRequest request) {
		return Objects.requireNonNull(ask(Map.of(key, request)).get(key));
	}

	/**
	 * Asks the client. A handler calls this wherever it needs an answer, and is run again
	 * from its beginning when the answer is there: what it does before must bear being
	 * done twice.
	 * @param requests what is asked, by a key that is unique in the call
	 * @return the answers: for an elicitation its {@code action} and, when accepted, a
	 * {@code content} that fits the requested schema
	 * @throws InputRequiredException while an answer is missing or does not fit
	 * @throws MissingClientCapabilityException when the client cannot be asked this
	 */
	public Map<String, ObjectNode> ask(Map<String, InputRequest> requests) {
		Set<ClientCapability> missing = requests.values()
			.stream()
			.map(InputRequest::requires)
			.filter((each) -> !clientCan(each))
			.collect(Collectors.toSet());
		if (!missing.isEmpty()) {
			throw new MissingClientCapabilityException(missing);
		}
		Map<String, ObjectNode> given = new LinkedHashMap<>();
		Map<String, InputRequest> open = new LinkedHashMap<>();
		requests.forEach((key, request) -> accepted(request, this.answers.get(key))
			.ifPresentOrElse((answer) -> given.put(key, answer), () -> open.put(key, request)));
		if (!open.isEmpty()) {
			throw new InputRequiredException(open);
		}
		return given;
	}

	private static Optional<ObjectNode> accepted(InputRequest request, @Nullable JsonNode answer) {
		if (!(answer instanceof ObjectNode object)) {
			return Optional.empty();
		}
		boolean fits = switch (request) {
			case InputRequest.Elicitation form -> isDecision(object) && (!isAccepted(object)
					|| JsonSchema.compile(form.requestedSchema()).validate(object.path("content")).isEmpty());
			case InputRequest.UrlElicitation page -> isDecision(object);
			case InputRequest.Sampling sampling -> object.path("content").isContainer();
			case InputRequest.Roots roots -> object.path("roots").isArray();
		};
		return fits ? Optional.of(object) : Optional.empty();
	}

	private static boolean isAccepted(ObjectNode answer) {
		return "accept".equals(answer.path("action").asString(""));
	}

	private static boolean isDecision(ObjectNode answer) {
		return Set.of("accept", "decline", "cancel").contains(answer.path("action").asString(""));
	}

	/**
	 * Measures how much the reader of one response has taken, where bytes go to the
	 * reader. It travels in the Reactor context, so that what produces the response can
	 * tell a slow reader from a slow source.
	 */
	@FunctionalInterface
	public interface ReaderMeter {

		/** How many bytes the reader has taken so far. Any thread may ask. */
		long bytesTaken();

		/** A context that has this meter too. */
		default Context in(ContextView context) {
			return Context.of(context).put(ReaderMeter.class, this);
		}

	}

}
