package dev.mcpgateway.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.failure.PreconditionFailedException;
import org.jspecify.annotations.Nullable;
import reactor.util.retry.Retry;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Turns failures of the AWS SDK into the gateway's, the one place that does. Nothing of
 * their text is shown: it has addresses, and names of keys that sign.
 */
final class StoreFailures {

	private static final Duration SOON = Duration.ofMillis(20);

	private static final int NOT_MODIFIED = 304;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	/** Two conditional writes of one object at once. */
	private static final int CONFLICT = 409;

	private static final int PRECONDITION_FAILED = 412;

	private static final int RANGE_NOT_SATISFIABLE = 416;

	private static final int SERVICE_UNAVAILABLE = 503;

	private final Duration requestTimeout;

	/**
	 * Creates a translator.
	 * @param requestTimeout the time after which the SDK gives a request up
	 */
	StoreFailures(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	/** Translates a failure; one that is no failure of the store stays what it is. */
	Throwable translate(Throwable failure) {
		Throwable cause = unwrap(failure);
		return switch (cause) {
			case SdkException known -> translateSdk(known);
			// The body of an answer fails with what the connection failed with.
			case IOException broken -> unavailable("the connection broke", broken);
			default -> cause;
		};
	}

	/** Translates a failure of the SDK. */
	GatewayException translateSdk(SdkException failure) {
		return switch (failure) {
			case S3Exception answer -> translateAnswer(answer);
			case ApiCallTimeoutException late ->
				new DeadlineExceededException("The object store did not answer", this.requestTimeout, late);
			case SdkException busy when causedBy(busy, TimeoutException.class::isInstance) ->
				unavailable("it has no connection free", busy);
			case SdkException broken when causedBy(broken, IOException.class::isInstance) ->
				unavailable("it cannot be reached", broken);
			default -> new BackendFailedException(S3Backend.NAME, failure);
		};
	}

	private static GatewayException translateAnswer(S3Exception answer) {
		if (answer.statusCode() == NOT_FOUND && !isNoBucket(answer)) {
			return new NotFoundException("There is no file with this key.", answer);
		}
		if (answer.statusCode() == PRECONDITION_FAILED || answer.statusCode() == CONFLICT) {
			return new PreconditionFailedException("The file has changed meanwhile.", answer);
		}
		return (answer.statusCode() == SERVICE_UNAVAILABLE) ? unavailable("it asks to try again later", answer)
				: new BackendFailedException(S3Backend.NAME, answer);
	}

	private static BackendUnavailableException unavailable(String detail, Throwable cause) {
		return new BackendUnavailableException(S3Backend.NAME, detail, cause);
	}

	/** Whether the bucket is missing. */
	static boolean isNoBucket(Throwable failure) {
		return unwrap(failure) instanceof S3Exception answer
				&& (answer instanceof NoSuchBucketException || "NoSuchBucket".equals(errorCode(answer)));
	}

	/** Whether the store knows who asks and says no. */
	static boolean isForbidden(Throwable failure) {
		return hasStatus(failure, FORBIDDEN);
	}

	/** Whether the reader has the object already, which the SDK takes for a failure. */
	static boolean isNotModified(Throwable failure) {
		return hasStatus(failure, NOT_MODIFIED);
	}

	/** Whether what was asked for is missing, in a bucket that is there. */
	static boolean isNoObject(Throwable failure) {
		return hasStatus(failure, NOT_FOUND) && !isNoBucket(failure);
	}

	/** Whether the object is not, or not any more, what the request presumes. */
	static boolean isPreconditionFailed(Throwable failure) {
		return hasStatus(failure, PRECONDITION_FAILED);
	}

	/** Whether the range lies outside the object. */
	static boolean isOutOfRange(Throwable failure) {
		return hasStatus(failure, RANGE_NOT_SATISFIABLE);
	}

	private static boolean hasStatus(Throwable failure, int status) {
		return unwrap(failure) instanceof S3Exception answer && answer.statusCode() == status;
	}

	private static @Nullable String errorCode(S3Exception answer) {
		return (answer.awsErrorDetails() != null) ? answer.awsErrorDetails().errorCode() : null;
	}

	/**
	 * Tries a read again, once and soon, when it may well succeed now: the store had
	 * closed a pooled connection, or stumbled. Nobody asks twice a store that is not
	 * there, and a write that got lost is for its caller to repeat.
	 */
	static Retry readAgain() {
		return Retry.fixedDelay(1, SOON)
			.filter(StoreFailures::isPassing)
			.onRetryExhaustedThrow((retry, last) -> last.failure());
	}

	private static boolean isPassing(Throwable failure) {
		if (unwrap(failure) instanceof S3Exception answer) {
			return answer.statusCode() >= 500;
		}
		return causedBy(failure, IOException.class::isInstance) && !causedBy(failure,
				(cause) -> cause instanceof ConnectException || cause instanceof UnknownHostException);
	}

	private static boolean causedBy(Throwable failure, Predicate<Throwable> kind) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (kind.test(each)) {
				return true;
			}
		}
		return false;
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
