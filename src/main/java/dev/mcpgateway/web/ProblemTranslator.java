package dev.mcpgateway.web;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Turns failures into problems, the one place that does. What the operator should know is
 * logged here; what the caller may know is in the problem.
 */
@Component
public class ProblemTranslator {

	private static final Logger logger = LoggerFactory.getLogger(ProblemTranslator.class);

	/** Translates a failure. */
	public Problem translate(Throwable failure) {
		return switch (failure) {
			case GatewayException expected -> translateExpected(expected);
			case RequestException wrong ->
				Problem.of(wrong.status(), wrong.slug(), String.valueOf(wrong.getMessage()), wrong.violations());
			case ResponseStatusException framework -> translateFramework(framework);
			default -> bug(failure);
		};
	}

	/** The header {@code Retry-After} of a failure that passes, in seconds. */
	public static Optional<String> retryAfter(Throwable failure) {
		return (failure instanceof OverloadedException overloaded)
				? Optional.of(Long.toString(Math.max(1, overloaded.retryAfter().toSeconds()))) : Optional.empty();
	}

	private Problem translateExpected(GatewayException failure) {
		String reason = failure.reason();
		return switch (failure) {
			case UnknownFeatureException unknown -> Problem.of(HttpStatus.NOT_FOUND, switch (unknown.kind()) {
				case TOOL -> "unknown-tool";
				case RESOURCE -> "unknown-resource";
				case PROMPT -> "unknown-prompt";
				case TASK -> "unknown-task";
			}, reason);
			case InvalidArgumentsException invalid ->
				Problem.of(HttpStatus.BAD_REQUEST, "invalid-arguments", reason, invalid.violations());
			case NotFoundException absent -> Problem.of(HttpStatus.NOT_FOUND, "not-found", reason);
			case ToolExecutionException refused ->
				Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "tool-execution-failed", reason);
			case BackendUnavailableException unavailable -> {
				logger.debug("{}", reason, unavailable);
				yield Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "backend-unavailable", reason);
			}
			case BackendFailedException failed -> {
				logger.warn("{}", reason, failed);
				yield Problem.of(HttpStatus.BAD_GATEWAY, "backend-failed", reason);
			}
			case OverloadedException overloaded -> Problem.of(HttpStatus.TOO_MANY_REQUESTS, "overloaded", reason);
			case DeadlineExceededException late -> Problem.of(HttpStatus.GATEWAY_TIMEOUT, "deadline-exceeded", reason);
			case GatewayStoppingException stopping ->
				Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "gateway-stopping", reason);
			case InputRequiredException question ->
				Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "input-required", reason);
			case TaskRequestedException task -> Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "input-required", reason);
			case MissingClientCapabilityException incapable ->
				Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "input-required", reason);
			case PreconditionFailedException failed ->
				Problem.of(HttpStatus.PRECONDITION_FAILED, "precondition-failed", reason);
			case RangeNotSatisfiableException range ->
				Problem.of(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "range-not-satisfiable", reason);
		};
	}

	private Problem translateFramework(ResponseStatusException failure) {
		HttpStatus status = HttpStatus.resolve(failure.getStatusCode().value());
		if (status == null || status.is5xxServerError()) {
			return bug(failure);
		}
		if (failure instanceof MethodNotAllowedException refused) {
			return Problem.of(status, "method-not-allowed",
					"%s is not allowed here; allowed: %s.".formatted(refused.getHttpMethod(),
							StringUtils.collectionToCommaDelimitedString(refused.getSupportedMethods())));
		}
		String slug = (status == HttpStatus.BAD_REQUEST) ? "malformed-request"
				: status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
		return Problem.of(status, slug, status.getReasonPhrase() + ".");
	}

	private static Problem bug(Throwable failure) {
		String traceId = UUID.randomUUID().toString();
		logger.error("Trace id {}", traceId, failure);
		return Problem.bug(traceId);
	}

}
