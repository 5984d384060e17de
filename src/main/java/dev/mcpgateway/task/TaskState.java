package dev.mcpgateway.task;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A task as its caller sees it (SEP-2663, Tasks).
 *
 * @param id names it; unguessable
 * @param status where it is
 * @param message what it is doing or why it ended, for the reader
 * @param createdAt when it was made
 * @param updatedAt when this was last different
 * @param ttl how long after {@code createdAt} it may run and is kept
 * @param pollInterval how often it makes sense to ask
 */
public record TaskState(String id, TaskStatus status, @Nullable String message, Instant createdAt, Instant updatedAt,
		Duration ttl, Duration pollInterval) {

	/** Whether it is over. */
	public boolean isOver() {
		return this.status instanceof TaskStatus.Ended;
	}

}
