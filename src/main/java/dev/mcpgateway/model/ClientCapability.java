package dev.mcpgateway.model;

/**
 * What a client can do for a call, as it declares it.
 */
public enum ClientCapability {

	/** Shows a form to its user. */
	ELICITATION("elicitation"),

	/** Sends its user to a page. */
	URL_ELICITATION("elicitation.url"),

	/** Asks its model. */
	SAMPLING("sampling"),

	/** Lets its model use tools that come with the request. */
	SAMPLING_TOOLS("sampling.tools"),

	/** Tells the directories it works in. */
	ROOTS("roots"),

	/** Takes a task in place of a result, and polls it. */
	TASKS("io.modelcontextprotocol/tasks");

	private final String wireName;

	ClientCapability(String wireName) {
		this.wireName = wireName;
	}

	/** Its name in messages; a dot leads to a member. */
	public String wireName() {
		return this.wireName;
	}

}
