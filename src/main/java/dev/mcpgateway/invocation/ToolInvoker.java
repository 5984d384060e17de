package dev.mcpgateway.invocation;

import java.util.List;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import dev.mcpgateway.registry.CatalogTool;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.schema.SchemaViolation;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The one door for tool calls, whichever face they come through.
 */
@Component
public class ToolInvoker {

	private final FeatureRegistry registry;

	private final ToolHandler chain;

	/**
	 * Creates the door.
	 * @param filters what happens around each call, outermost first
	 */
	public ToolInvoker(FeatureRegistry registry, List<ToolCallFilter> filters) {
		this.registry = registry;
		ToolHandler handler = (call) -> call.specification().handler().handle(call);
		for (ToolCallFilter filter : filters.reversed()) {
			handler = filter.around(handler);
		}
		this.chain = handler;
	}

	/**
	 * Checks that a call may run. Whatever can be refused is refused here, while a face
	 * can still say so with a status; what fails later fails in the events.
	 * @param name the tool's name
	 * @param arguments its arguments; what is null and cannot be counts as left out
	 * @param context who calls, and what the client can do and has answered
	 * @return the call, or a {@link GatewayException}: {@link UnknownFeatureException},
	 * {@link InvalidArgumentsException}
	 */
	public Mono<PreparedCall> prepare(String name, ObjectNode arguments, CallContext context) {
		return Mono.fromCallable(() -> {
			CatalogTool tool = this.registry.catalog()
				.tool(name)
				.orElseThrow(() -> new UnknownFeatureException(UnknownFeatureException.Kind.TOOL, name));
			ObjectNode meant = tool.inputSchema().normalized(arguments);
			List<SchemaViolation> violations = tool.inputSchema().validate(meant);
			if (!violations.isEmpty()) {
				throw new InvalidArgumentsException(violations);
			}
			return new PreparedCall(new ToolCall(tool.specification(), meant, context), this.chain);
		});
	}

}
