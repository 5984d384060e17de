package dev.mcpgateway.task;

import org.jspecify.annotations.Nullable;

/**
 * What a task becomes.
 *
 * @param status where it is then
 * @param message for the reader
 * @param continuation what it needs to go on; only while it waits for the client
 * @param lease who runs it; only while it is at work
 */
public record TaskChange(TaskStatus status, @Nullable String message, @Nullable String continuation,
		@Nullable Lease lease) {

	private static final int LONGEST_MESSAGE = 500;

	public TaskChange {
		if ((lease != null) != status instanceof TaskStatus.Working
				|| (continuation != null) != status instanceof TaskStatus.InputRequired) {
			throw new IllegalArgumentException("What works has a lease, what waits has a continuation, nothing else");
		}
		message = (message != null) ? readable(message) : null;
	}

	/** It is the tool's: it may hold, and be as long as, anything. */
	private static String readable(String message) {
		String shown = message.replace('\u0000', ' ');
		return (shown.length() <= LONGEST_MESSAGE) ? shown : shown.substring(0, LONGEST_MESSAGE - 1) + "…";
	}

	/** It works. */
	static TaskChange working(@Nullable String message, Lease lease) {
		return new TaskChange(new TaskStatus.Working(), message, null, lease);
	}

	/** It waits for the client. */
	static TaskChange waiting(Continuation continuation) {
		return new TaskChange(new TaskStatus.InputRequired(continuation.inputRequests()), "Waiting for input.",
				continuation.toJson(), null);
	}

	/** It is over. */
	static TaskChange ended(TaskStatus.Ended status, @Nullable String message) {
		return new TaskChange(status, message, null, null);
	}

	/** The gateway ended it. */
	static TaskChange interrupted(String reason) {
		return ended(new TaskStatus.Interrupted(reason), reason);
	}

}
