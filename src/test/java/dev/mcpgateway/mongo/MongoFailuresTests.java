package dev.mcpgateway.mongo;

import java.time.Duration;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.ToolExecutionException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures that the servers of these tests cannot be brought to, as the driver builds
 * them.
 */
class MongoFailuresTests {

	private static final ServerAddress ADDRESS = new ServerAddress("db.internal", 27017);

	private final MongoFailures failures = new MongoFailures(Duration.ofSeconds(30));

	@Test
	void runningOutOfTimeIsADeadline() {
		assertThat(translate(new MongoExecutionTimeoutException(50, "operation exceeded time limit")))
			.isInstanceOf(DeadlineExceededException.class)
			.hasMessage("MongoDB did not finish within 30 s.");
	}

	@Test
	void aServerThatCannotBeReachedOrCannotServeNowIsUnavailable() {
		assertThat(new RuntimeException[] { new MongoTimeoutException("Timed out"),
				new MongoSocketReadException("Prematurely reached end of stream", ADDRESS),
				new MongoNotPrimaryException(response(10107, "not primary"), ADDRESS),
				new MongoNodeIsRecoveringException(response(91, "shutdown"), ADDRESS) })
			.allSatisfy((failure) -> assertThat(translate(failure)).isInstanceOf(BackendUnavailableException.class)
				.hasMessageStartingWith("Backend mongo is unavailable: ")
				.hasMessageNotContaining("db.internal"));
	}

	@Test
	void whatTheCallerCanMendIsToldToTheCaller() {
		assertThat(translate(command(2, "$mod needs an array"))).isInstanceOf(InvalidArgumentsException.class)
			.hasMessage("/filter: MongoDB refuses it: $mod needs an array");
		assertThat(translate(command(9, "x".repeat(5000))))
			.satisfies((it) -> assertThat(it.getMessage()).hasSizeLessThan(300));
		assertThat(translate(command(292, "Sort exceeded memory limit"))).isInstanceOf(ToolExecutionException.class);
		assertThat(translate(write(121, "Document failed validation: secret")))
			.isInstanceOf(ToolExecutionException.class)
			.hasMessageNotContaining("secret");
		assertThat(translate(write(11000, "E11000 duplicate key: secret"))).isInstanceOf(ToolExecutionException.class)
			.hasMessageNotContaining("secret");
	}

	@Test
	void whatOnlyTheOperatorCanMendIsNotShown() {
		assertThat(new RuntimeException[] { command(13, "not authorized on gateway to execute command"),
				command(8000, "unknown"), new MongoClientException("password wrong") })
			.allSatisfy((failure) -> assertThat(translate(failure)).isInstanceOf(BackendFailedException.class)
				.hasMessage("Backend mongo failed.")
				.hasCause(failure));
	}

	@Test
	void aBugStaysABug() {
		IllegalStateException bug = new IllegalStateException("bug");
		assertThat(translate(bug)).isSameAs(bug);
	}

	private Throwable translate(Throwable failure) {
		return this.failures.translate(failure, "/filter");
	}

	private static MongoCommandException command(int code, String message) {
		return new MongoCommandException(response(code, message), ADDRESS);
	}

	private static MongoWriteException write(int code, String message) {
		return new MongoWriteException(new WriteError(code, message, new BsonDocument()), ADDRESS, java.util.Set.of());
	}

	private static BsonDocument response(int code, String message) {
		return new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code))
			.append("errmsg", new BsonString(message));
	}

}
