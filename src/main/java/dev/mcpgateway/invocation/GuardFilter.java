package dev.mcpgateway.invocation;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import reactor.core.publisher.Flux;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Puts every tool call under the {@link CallGuard}.
 */
@Component
@Order(GuardFilter.ORDER)
class GuardFilter implements ToolCallFilter {

	static final int ORDER = 0;

	private final CallGuard guard;

	GuardFilter(CallGuard guard) {
		this.guard = guard;
	}

	@Override
	public Flux<CallToolEvent> filter(ToolCall call, ToolHandler next) {
		if (call.context().inTask()) {
			// Who runs the task bounds how many there are and how long each may take.
			return this.guard.guardRest(Flux.defer(() -> next.handle(call)), new TimeLimit.Unlimited());
		}
		TimeLimit limit = switch (call.specification().emission()) {
			case SINGLE -> this.guard.answerLimit();
			case STREAM -> this.guard.streamLimit();
		};
		return this.guard.guard(() -> next.handle(call), limit);
	}

}
