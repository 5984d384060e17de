package dev.mcpgateway.invocation;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import reactor.core.publisher.Flux;

/**
 * What happens around a call. Filters are beans; the first in Spring's order is the
 * outermost.
 */
@FunctionalInterface
public interface ToolCallFilter {

	/**
	 * Wraps a call.
	 * @param call the call
	 * @param next the rest of the way to the tool
	 * @return the call's events, under the rules of {@link ToolHandler#handle}
	 */
	Flux<CallToolEvent> filter(ToolCall call, ToolHandler next);

	/** This filter around a handler, as one handler. */
	default ToolHandler around(ToolHandler next) {
		return (call) -> filter(call, next);
	}

}
