package dev.mcpgateway.model;

import tools.jackson.databind.node.ObjectNode;

/**
 * Something that a call asks of the client before it can go on.
 */
public sealed interface InputRequest {

	/** What the client must be able to do. */
	ClientCapability requires();

	/**
	 * The user is to fill a form.
	 *
	 * @param message what for
	 * @param requestedSchema the form: a flat JSON Schema object of primitive properties
	 */
	record Elicitation(String message, ObjectNode requestedSchema) implements InputRequest {

		@Override
		public ClientCapability requires() {
			return ClientCapability.ELICITATION;
		}

	}

	/**
	 * The user is to visit a page, where what is typed stays out of the client's sight.
	 *
	 * @param message what for
	 * @param url the page
	 * @param elicitationId names this visit
	 */
	record UrlElicitation(String message, String url, String elicitationId) implements InputRequest {

		@Override
		public ClientCapability requires() {
			return ClientCapability.URL_ELICITATION;
		}

	}

	/**
	 * The client's model is to write a message.
	 *
	 * @param params the parameters of {@code sampling/createMessage}; their messages must
	 * fit the specification
	 */
	record Sampling(ObjectNode params) implements InputRequest {

		public Sampling {
			SamplingMessages.check(params.path("messages"));
		}

		@Override
		public ClientCapability requires() {
			boolean tools = this.params.has("tools") || this.params.has("toolChoice");
			return tools ? ClientCapability.SAMPLING_TOOLS : ClientCapability.SAMPLING;
		}

	}

	/** The client is to tell the directories it works in. */
	record Roots() implements InputRequest {

		@Override
		public ClientCapability requires() {
			return ClientCapability.ROOTS;
		}

	}

}
