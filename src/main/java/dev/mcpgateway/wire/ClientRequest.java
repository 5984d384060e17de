package dev.mcpgateway.wire;

import java.util.Map;
import java.util.Set;

import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client may ask, whichever revision it speaks. A codec gives only those that its
 * revision has.
 */
public sealed interface ClientRequest {

	/**
	 * A request about the session itself, which only revisions with a handshake have.
	 */
	sealed interface SessionRequest extends ClientRequest {

	}

	/** Opens a session. */
	record Initialize(String protocolVersion, Set<ClientCapability> capabilities) implements SessionRequest {
	}

	/** Asks what the server is and can do. */
	record Discover() implements ClientRequest {
	}

	/** Asks whether anybody is there. */
	record Ping() implements SessionRequest {
	}

	/** Asks for a page of a list. */
	record ListFeatures(Listing listing, @Nullable String cursor) implements ClientRequest {
	}

	/**
	 * The lists that there are.
	 */
	enum Listing {

		TOOLS, RESOURCES, RESOURCE_TEMPLATES, PROMPTS

	}

	/**
	 * A request that may be answered by a question to the client.
	 */
	sealed interface Askable extends ClientRequest {

	}

	/** Calls a tool. */
	record CallTool(String name, ObjectNode arguments) implements Askable {
	}

	/** Reads a resource. */
	record ReadResource(String uri) implements Askable {
	}

	/** Fills a prompt. */
	record GetPrompt(String name, Map<String, String> arguments) implements Askable {
	}

	/** Asks for the values of a prompt's argument. */
	record CompletePrompt(String prompt, CompletedArgument argument) implements ClientRequest {
	}

	/** Asks for the values of a variable of a resource template. */
	record CompleteResource(String uriTemplate, CompletedArgument argument) implements ClientRequest {
	}

	/**
	 * What is completed.
	 *
	 * @param name the argument's name
	 * @param value what has been typed of it
	 * @param resolved the arguments that have been chosen already
	 */
	record CompletedArgument(String name, String value, Map<String, String> resolved) {
	}

	/** Sets from which level on the session gets log messages. */
	record SetLogLevel(LogLevel level) implements SessionRequest {
	}

	/** Wants to be told when a resource changes. */
	record Subscribe(String uri) implements SessionRequest {
	}

	/** Wants no longer to be told. */
	record Unsubscribe(String uri) implements SessionRequest {
	}

	/** Opens a stream of notifications. */
	record Listen(SubscriptionFilter filter) implements ClientRequest {
	}

	/** Asks how a task stands. */
	record GetTask(String taskId) implements ClientRequest {
	}

	/** Answers what a task has asked. */
	record UpdateTask(String taskId, Map<String, JsonNode> responses) implements ClientRequest {
	}

	/** Wants a task to end. */
	record CancelTask(String taskId) implements ClientRequest {
	}

}
