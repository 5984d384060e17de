package dev.mcpgateway.mcp;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.GatewayStoppingException;
import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.MissingClientCapabilityException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.failure.PreconditionFailedException;
import dev.mcpgateway.failure.RangeNotSatisfiableException;
import dev.mcpgateway.failure.TaskRequestedException;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.ClientCapability;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns failures into what MCP says of them, the one place that does: a tool that fails
 * gives a result that its model can read, everything else an error.
 */
public final class ErrorTranslator {

	private static final Logger logger = LoggerFactory.getLogger(ErrorTranslator.class);

	private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

	private ErrorTranslator() {
	}

	/**
	 * The result of a tool that failed; nothing when the failure is no matter of the
	 * tool, but an {@link #error}.
	 */
	static Optional<CallToolResult> toolResult(Throwable failure) {
		if (!(failure instanceof GatewayException expected)) {
			return Optional.empty();
		}
		log(expected);
		return switch (expected) {
			case UnknownFeatureException unknown -> Optional.empty();
			case InputRequiredException question -> Optional.empty();
			case MissingClientCapabilityException incapable -> Optional.empty();
			case TaskRequestedException task -> Optional.empty();
			case InvalidArgumentsException invalid ->
				Optional.of(CallToolResult.failed("Invalid arguments: " + invalid.reason()));
			case NotFoundException absent -> failed(absent);
			case ToolExecutionException refused -> failed(refused);
			case BackendUnavailableException unavailable -> failed(unavailable);
			case BackendFailedException broken -> failed(broken);
			case OverloadedException overloaded -> failed(overloaded);
			case DeadlineExceededException late -> failed(late);
			case GatewayStoppingException stopping -> failed(stopping);
			case PreconditionFailedException failed -> failed(failed);
			case RangeNotSatisfiableException range -> failed(range);
		};
	}

	private static Optional<CallToolResult> failed(GatewayException failure) {
		return Optional.of(CallToolResult.failed(failure.reason()));
	}

	private static void log(GatewayException failure) {
		if (failure instanceof BackendFailedException) {
			logger.warn("{}", failure.reason(), failure);
		}
		else if (failure instanceof BackendUnavailableException) {
			logger.debug("{}", failure.reason(), failure);
		}
	}

	/**
	 * The error of a failure.
	 * @param traceparent the trace that the client named, if it did
	 */
	public static JsonRpcError error(Throwable failure, @Nullable String traceparent) {
		if (failure instanceof JsonRpcException refused) {
			return refused.error();
		}
		if (!(failure instanceof GatewayException expected)) {
			return bug(failure, traceparent);
		}
		log(expected);
		String reason = expected.reason();
		return switch (expected) {
			case UnknownFeatureException unknown -> JsonRpcError.invalidParams(reason);
			case InvalidArgumentsException invalid -> JsonRpcError.invalidParams("Invalid arguments: " + reason);
			case NotFoundException absent -> JsonRpcError.invalidParams(reason);
			case PreconditionFailedException failed -> JsonRpcError.invalidParams(reason);
			case RangeNotSatisfiableException range -> JsonRpcError.invalidParams(reason);
			case MissingClientCapabilityException incapable -> missingCapability(incapable);
			case ToolExecutionException refused -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case BackendUnavailableException unavailable -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case BackendFailedException broken -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case OverloadedException overloaded -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case DeadlineExceededException late -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case GatewayStoppingException stopping -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case InputRequiredException question -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
			case TaskRequestedException task -> JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, reason);
		};
	}

	/** Names what is missing as a client would declare it. */
	private static JsonRpcError missingCapability(MissingClientCapabilityException failure) {
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		ObjectNode required = data.putObject("requiredCapabilities");
		for (ClientCapability each : failure.missing()) {
			switch (each) {
				case ELICITATION -> required.withObject("elicitation");
				case URL_ELICITATION -> required.withObject("elicitation").putObject("url");
				case SAMPLING -> required.withObject("sampling");
				case SAMPLING_TOOLS -> required.withObject("sampling").putObject("tools");
				case ROOTS -> required.putObject("roots");
				case TASKS -> required.putObject("extensions").putObject(ClientCapability.TASKS.wireName());
			}
		}
		return new JsonRpcError(JsonRpcError.MISSING_CLIENT_CAPABILITY, failure.reason(), data);
	}

	private static JsonRpcError bug(Throwable failure, @Nullable String traceparent) {
		Matcher named = TRACEPARENT.matcher((traceparent != null) ? traceparent : "");
		String traceId = named.matches() ? named.group(1) : UUID.randomUUID().toString();
		logger.error("Trace id {}", traceId, failure);
		return new JsonRpcError(JsonRpcError.INTERNAL_ERROR,
				"The gateway failed. Its log has the cause under this trace id.",
				JsonNodeFactory.instance.objectNode().put("traceId", traceId));
	}

}
