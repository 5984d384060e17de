package dev.mcpgateway.task;

/**
 * Where a task is (SEP-2663, Task Status). What a {@link TaskWriter} wrote is carried as
 * it was written.
 */
public sealed interface TaskStatus {

	/** It runs. */
	record Working() implements TaskStatus {
	}

	/**
	 * It waits for the client, and holds nothing while it does.
	 *
	 * @param inputRequests what is asked and not answered yet, as a JSON object by key
	 */
	record InputRequired(String inputRequests) implements TaskStatus {
	}

	/**
	 * It is over and stays as it is.
	 */
	sealed interface Ended extends TaskStatus {

	}

	/**
	 * The call gave a result, which may be that the tool failed.
	 *
	 * @param result the result of the call
	 */
	record Completed(String result) implements Ended {
	}

	/**
	 * The call gave an error of the protocol.
	 *
	 * @param error the error of the call
	 */
	record Failed(String error) implements Ended {
	}

	/**
	 * The call was ended by the gateway before it gave anything. On the wire a failed
	 * task.
	 *
	 * @param reason why, for the caller
	 */
	record Interrupted(String reason) implements Ended {
	}

	/** The client wanted it no more. */
	record Cancelled() implements Ended {
	}

}
