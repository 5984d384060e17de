package dev.mcpgateway.invocation;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.Tool;
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

	/** The tool that is called. */
	public Tool tool() {
		return this.call.tool();
	}

	/** Whether the call may, or must, run as a task. */
	public TaskSupport taskSupport() {
		return this.call.specification().taskSupport();
	}

	/** The call itself. */
	public ToolCall call() {
		return this.call;
	}

	/** The same call, once more, with another context. */
	public PreparedCall with(CallContext context) {
		return new PreparedCall(
				new ToolCall(this.call.specification(), this.call.arguments(), context, this.call.resumeAfter()),
				this.handler);
	}

	/**
	 * The same call, which goes on behind an item.
	 * @param position the item's
	 * {@link dev.mcpgateway.feature.CallToolEvent.Positioned#position()}
	 */
	public PreparedCall resumedAfter(String position) {
		return new PreparedCall(
				new ToolCall(this.call.specification(), this.call.arguments(), this.call.context(), position),
				this.handler);
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
