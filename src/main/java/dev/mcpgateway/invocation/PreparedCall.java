package dev.mcpgateway.invocation;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import reactor.core.publisher.Flux;

/**
 * A call that may run: its tool is there and its arguments fit.
 */
public final class PreparedCall {

	private final ToolCall call;

	private final ToolHandler handler;

	PreparedCall(ToolCall call, ToolHandler handler) {
		this.call = call;
		this.handler = handler;
	}

	/** How many items the call emits. */
	public Emission emission() {
		return this.call.specification().emission();
	}

	/** The call's events; each subscription runs the tool. */
	public Flux<CallToolEvent> events() {
		return this.handler.handle(this.call);
	}

}
