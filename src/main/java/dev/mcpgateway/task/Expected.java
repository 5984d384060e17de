package dev.mcpgateway.task;

/**
 * What a task has to be for a change of it to happen: two changes at once cannot both
 * happen, and what is over stays as it is.
 */
public sealed interface Expected {

	/** At work in this process. */
	record RunBy(String owner) implements Expected {
	}

	/** Waiting for the client, in this revision. */
	record Waiting(long revision) implements Expected {
	}

	/** Not over. */
	record Open() implements Expected {
	}

	/** At work in a process that has not renewed its claim in time. */
	record Abandoned() implements Expected {
	}

	/** Not over although its time is. */
	record Overdue() implements Expected {
	}

}
