package dev.mcpgateway.task;

import java.time.Duration;

import dev.mcpgateway.feature.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A task as the store has it.
 *
 * @param caller to whom it belongs
 * @param state what the caller sees
 * @param continuation what it needs to go on, while it waits for the client
 * @param revision another one with every change
 * @param remaining how much of its time is left, by the clock of the store; negative
 * after it
 * @param abandoned whether it is said to run, by a process that has not renewed its claim
 */
public record StoredTask(Caller caller, TaskState state, @Nullable String continuation, long revision,
		Duration remaining, boolean abandoned) {

	/** Whether its time is up while it is not over. */
	boolean isOverdue() {
		return !this.state.isOver() && this.remaining.isNegative();
	}

}
