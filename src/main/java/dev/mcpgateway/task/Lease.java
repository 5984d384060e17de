package dev.mcpgateway.task;

import java.time.Duration;

/**
 * The claim of a process on the tasks that it runs.
 *
 * @param owner the process, and no other before or after it
 * @param duration how long the claim holds without being renewed
 */
public record Lease(String owner, Duration duration) {
}
