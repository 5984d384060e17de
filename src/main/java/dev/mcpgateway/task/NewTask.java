package dev.mcpgateway.task;

import java.time.Duration;

import dev.mcpgateway.feature.Caller;

/**
 * A task to be.
 *
 * @param id names it
 * @param caller to whom it belongs
 * @param ttl how long it may run and is kept
 * @param pollInterval how often it makes sense to ask
 */
public record NewTask(String id, Caller caller, Duration ttl, Duration pollInterval) {
}
