package dev.mcpgateway.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.ToolExecutionException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Turns failures of the driver into the gateway's, by their SQLSTATE (PostgreSQL manual,
 * appendix A). Nothing that PostgreSQL says is shown: it may hold data.
 */
final class PostgresFailures {

	private static final String QUERY_CANCELED = "57014";

	private static final String UNTRANSLATABLE_CHARACTER = "22021";

	/** The server is going down, starting, or full. */
	private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "53300");

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private final Duration statementTimeout;

	PostgresFailures(Duration statementTimeout) {
		this.statementTimeout = statementTimeout;
	}

	GatewayException translate(Throwable failure) {
		return switch (failure) {
			case GatewayException known -> known;
			// The operator has been told what to do; each call need not say it again.
			case GatewayTables.CannotMigrateException forGood -> unavailable("its tables could not be made", forGood);
			case R2dbcTimeoutException late -> unavailable("no connection could be had in time", late);
			case R2dbcException driver -> translateState(driver);
			case IOException broken -> unavailable("the connection broke", broken);
			case TimeoutException late -> unavailable("it did not answer in time", late);
			case FlywayException migration when isUnreachable(migration) ->
				unavailable("it cannot be reached", migration);
			case SQLException migration when isUnreachable(migration) -> unavailable("it cannot be reached", migration);
			default -> new BackendFailedException(PostgresBackend.NAME, failure);
		};
	}

	private GatewayException translateState(R2dbcException failure) {
		String state = failure.getSqlState();
		if (state == null) {
			boolean resource = failure instanceof R2dbcNonTransientResourceException
					|| failure instanceof R2dbcTransientResourceException;
			return resource ? unavailable("it cannot be reached", failure)
					: new BackendFailedException(PostgresBackend.NAME, failure);
		}
		if (UNAVAILABLE.contains(state) || state.startsWith("08")) {
			return unavailable("it cannot be reached", failure);
		}
		if (state.equals(QUERY_CANCELED)) {
			return new DeadlineExceededException("The statement did not finish", this.statementTimeout, failure);
		}
		if (state.equals(UNTRANSLATABLE_CHARACTER)) {
			return new InvalidArgumentsException("", "A text holds a NUL character, which PostgreSQL cannot store.");
		}
		if (state.startsWith("22") || state.startsWith("54")) {
			return new InvalidArgumentsException("", "A value is outside of what PostgreSQL can store.");
		}
		if (state.startsWith("23")) {
			return new ToolExecutionException("The change breaks a rule of the table.", failure);
		}
		return new BackendFailedException(PostgresBackend.NAME, failure);
	}

	/**
	 * Whether a failure of JDBC passes when the server is there, or another replica is
	 * done.
	 */
	static boolean isUnreachable(Throwable failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException) {
				return true;
			}
			String state = (cause instanceof SQLException sql) ? sql.getSQLState() : null;
			if (state != null
					&& (state.startsWith("08") || UNAVAILABLE.contains(state) || state.equals(LOCK_NOT_AVAILABLE))) {
				return true;
			}
		}
		return false;
	}

	private static BackendUnavailableException unavailable(String detail, Throwable cause) {
		return new BackendUnavailableException(PostgresBackend.NAME, detail + ".", cause);
	}

}
