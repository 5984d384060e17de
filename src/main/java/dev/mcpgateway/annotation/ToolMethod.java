package dev.mcpgateway.annotation;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.schema.MirroredProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;

/**
 * Makes a tool of a method annotated with {@link McpTool}.
 */
final class ToolMethod {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

	private static final Set<Class<?>> GIVEN = Set.of(ToolCall.class, CallContext.class, Caller.class);

	private ToolMethod() {
	}

	static ToolSpecification specification(Object bean, Method method, McpTool annotation, MethodParts parts) {
		if (!NAME.matcher(annotation.name()).matches()) {
			throw new InvalidFeatureException(method,
					"'%s' is no tool name; it is 1 to 64 of A-Z a-z 0-9 _ . -".formatted(annotation.name()));
		}
		FeatureMethod<ToolCall> callable = parts
			.callable(bean, method,
					Map.of(ToolCall.class, (call) -> call, CallContext.class, ToolCall::context, Caller.class,
							ToolCall::caller),
					(call, argument) -> argument.bind(call.arguments().get(argument.name())));
		ToolAnnotations hints = new ToolAnnotations(annotation.readOnly(), annotation.destructive(),
				annotation.idempotent() || annotation.readOnly(), annotation.openWorld());
		Tool tool = new Tool(annotation.name(), MethodParts.orNull(annotation.title()), annotation.description(),
				inputSchema(method, parts), outputSchema(method, itemType(method, annotation, callable), parts), hints);
		Emission emission = (callable.isStream() && !hasResult(annotation)) ? Emission.STREAM : Emission.SINGLE;
		return new ToolSpecification(tool, (call) -> callable.call(call).map(ToolMethod::event), emission,
				annotation.task());
	}

	private static boolean hasResult(McpTool annotation) {
		return annotation.result() != Void.class;
	}

	private static ResolvableType itemType(Method method, McpTool annotation, FeatureMethod<ToolCall> callable) {
		ResolvableType type = callable.valueType();
		if (!hasResult(annotation)) {
			return type;
		}
		if (!callable.isStream() || type.resolve() != CallToolEvent.class) {
			throw new InvalidFeatureException(method, "a method with a result returns Flux<CallToolEvent>");
		}
		return ResolvableType.forClass(annotation.result());
	}

	private static CallToolEvent event(Object value) {
		return switch (value) {
			case CallToolEvent event -> event;
			case ContentBlock block -> new CallToolEvent.Content(block);
			default -> new CallToolEvent.Item(value);
		};
	}

	private static ObjectNode inputSchema(Method method, MethodParts parts) {
		ObjectNode schema = parts.mapper().createObjectNode();
		schema.put("type", "object");
		ObjectNode properties = schema.putObject("properties");
		ArrayNode required = parts.mapper().createArrayNode();
		for (FeatureParameter each : parts.parameters(method, GIVEN)) {
			properties.set(each.name(), each.schema(method, parts));
			if (!each.optional()) {
				required.add(each.name());
			}
		}
		if (!required.isEmpty()) {
			schema.set("required", required);
		}
		schema.put("additionalProperties", false);
		try {
			MirroredProperty.of(schema);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidFeatureException(method, "parameters: " + ex.getMessage(), ex);
		}
		return schema;
	}

	private static @Nullable ObjectNode outputSchema(Method method, ResolvableType type, MethodParts parts) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == Void.class || raw == Object.class || CallToolEvent.class.isAssignableFrom(raw)
				|| ContentBlock.class.isAssignableFrom(raw)) {
			return null;
		}
		try {
			ObjectNode schema = parts.generator().generate(type.getType());
			JsonSchema.compile(schema);
			return schema;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidFeatureException(method, "return type: " + ex.getMessage(), ex);
		}
	}

}
