package dev.mcpgateway.mongo;

import java.time.Duration;
import java.util.Set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.ToolExecutionException;
import org.bson.BsonMaximumSizeExceededException;

/**
 * Turns the driver's failures into the gateway's, the one place that does.
 *
 * @param operationTimeout how long the server may work on one call
 */
record MongoFailures(Duration operationTimeout) {

	/** The backend's name. */
	static final String BACKEND = "mongo";

	/**
	 * Codes with which a server refuses what it was asked, because of the words of the
	 * asker alone: BadValue, FailedToParse, TypeMismatch, Overflow, InvalidLength,
	 * PathNotViable, ConflictingUpdateOperators, DollarPrefixedFieldName, EmptyFieldName,
	 * DottedFieldName, InvalidNamespace, and those of bad patterns.
	 */
	private static final Set<Integer> BAD_REQUEST = Set.of(2, 9, 14, 15, 16, 28, 40, 52, 56, 57, 73, 51075, 51091,
			51108, 51109);

	private static final int DOCUMENT_VALIDATION_FAILURE = 121;

	private static final int DOCUMENT_TOO_LARGE = 10334;

	private static final int SORT_NEEDS_TOO_MUCH_MEMORY = 292;

	private static final int MAX_REASON_LENGTH = 200;

	/**
	 * Translates a failure.
	 * @param failure what the driver failed with
	 * @param argument pointer to the argument that the server would find fault with
	 * @return a {@link GatewayException}, or the same failure when it is a bug
	 */
	Throwable translate(Throwable failure, String argument) {
		return switch (failure) {
			case MongoExecutionTimeoutException late -> tooLate(late);
			case MongoSocketReadTimeoutException deaf -> tooLate(deaf);
			case MongoTimeoutException none ->
				unavailable("it could not be reached in time, or had no connection free.", none);
			case MongoSocketOpenException closed -> unavailable("it could not be reached.", closed);
			case MongoSocketException lost -> unavailable("the connection was lost during the call.", lost);
			case MongoConnectionPoolClearedException lost -> unavailable("the connection was lost.", lost);
			case MongoServerUnavailableException gone -> unavailable("it could not be reached.", gone);
			case MongoNotPrimaryException electing -> unavailable("it has no primary at the moment.", electing);
			case MongoNodeIsRecoveringException starting -> unavailable("it starts or stops.", starting);
			case MongoWriteException refused -> refused(refused, refused.getError().getMessage(), argument);
			case MongoCommandException refused -> refused(refused, refused.getErrorMessage(), argument);
			case BsonMaximumSizeExceededException large -> tooLarge(large);
			case MongoException other -> new BackendFailedException(BACKEND, other);
			default -> failure;
		};
	}

	private DeadlineExceededException tooLate(MongoException cause) {
		return new DeadlineExceededException("MongoDB did not finish", this.operationTimeout, cause);
	}

	private static ToolExecutionException tooLarge(RuntimeException cause) {
		return new ToolExecutionException("The item is larger than MongoDB stores, which is 16 MiB.", cause);
	}

	private static BackendUnavailableException unavailable(String detail, MongoException cause) {
		return new BackendUnavailableException(BACKEND, detail, cause);
	}

	private static GatewayException refused(MongoException failure, String reason, String argument) {
		if (ErrorCategory.fromErrorCode(failure.getCode()) == ErrorCategory.DUPLICATE_KEY) {
			return new ToolExecutionException("Another item has the same value in a field that is unique.", failure);
		}
		if (BAD_REQUEST.contains(failure.getCode())) {
			return new InvalidArgumentsException(argument, "MongoDB refuses it: " + abbreviated(reason));
		}
		return switch (failure.getCode()) {
			case DOCUMENT_VALIDATION_FAILURE ->
				new ToolExecutionException("The item breaks the validation rules of its collection.", failure);
			case DOCUMENT_TOO_LARGE -> tooLarge(failure);
			case SORT_NEEDS_TOO_MUCH_MEMORY -> new ToolExecutionException(
					"There is too much to sort; narrow the filter or sort by an indexed field.", failure);
			default -> new BackendFailedException(BACKEND, failure);
		};
	}

	private static String abbreviated(String reason) {
		return (reason.length() <= MAX_REASON_LENGTH) ? reason : reason.substring(0, MAX_REASON_LENGTH) + "…";
	}

}
