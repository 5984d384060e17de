package dev.mcpgateway.feature;

import dev.mcpgateway.failure.GatewayException;
import reactor.core.publisher.Flux;

/**
 * How a tool answers.
 */
@FunctionalInterface
public interface ToolHandler {

	/**
	 * Runs the tool.
	 * @param call the call
	 * @return its events, cold: nothing happens until someone subscribes, no more is
	 * produced than is requested, and cancelling it cancels the work. Expected failures
	 * are {@link GatewayException}s.
	 */
	Flux<CallToolEvent> handle(ToolCall call);

}
