package dev.mcpgateway.postgres;

import java.util.function.Function;

import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs work on a connection of the pool. The connection goes back whichever way the work
 * ends; when it is cancelled, the statement is cancelled in the server too.
 */
final class Database {

	private static final PostgresTransactionDefinition READ_ONLY = PostgresTransactionDefinition.mutability(false);

	private final ConnectionFactory pool;

	private final PostgresMigration migration;

	private final PostgresProperties properties;

	private final PostgresFailures failures;

	Database(ConnectionFactory pool, PostgresMigration migration, PostgresProperties properties) {
		this.pool = pool;
		this.migration = migration;
		this.properties = properties;
		this.failures = new PostgresFailures(properties.statementTimeout());
	}

	/**
	 * Runs statements that commit one by one, each within the statement timeout.
	 * @return what the work emits; fails with a
	 * {@link dev.mcpgateway.feature.GatewayException}
	 */
	<T> Flux<T> run(Function<PostgresqlConnection, Publisher<T>> work) {
		return Flux
			.usingWhen(connection(), (connection) -> work.apply(postgres(connection)), Connection::close,
					(connection, failure) -> connection.close(), Database::cancel)
			.onErrorMap(this.failures::translate);
	}

	/**
	 * Runs one statement that streams: in a read-only transaction of its own, a batch of
	 * rows at a time, as fast as they are read. The statement timeout does not apply: how
	 * long a stream may pause is bounded by the caller.
	 */
	<T> Flux<T> stream(Function<PostgresqlConnection, Publisher<T>> work) {
		return Flux
			.usingWhen(connection().delayUntil(Database::beginStream), (connection) -> work.apply(postgres(connection)),
					Database::commit, (connection, failure) -> rollback(connection), Database::cancelStream)
			.onErrorMap(this.failures::translate);
	}

	/** How many rows a streaming statement fetches at a time. */
	int fetchSize() {
		return this.properties.fetchSize();
	}

	private Mono<Connection> connection() {
		return this.migration.ready().then(Mono.from(this.pool.create()));
	}

	private static Mono<Void> beginStream(Connection connection) {
		PostgresqlConnection postgres = postgres(connection);
		return postgres.beginTransaction(READ_ONLY)
			.thenMany(postgres.createStatement("SET LOCAL statement_timeout = 0").execute())
			.flatMap((result) -> result.getRowsUpdated())
			.then()
			.onErrorResume((failure) -> close(connection).then(Mono.error(failure)));
	}

	private static Mono<Void> commit(Connection connection) {
		return postgres(connection).commitTransaction().then(close(connection));
	}

	private static Mono<Void> rollback(Connection connection) {
		return postgres(connection).rollbackTransaction().onErrorComplete().then(close(connection));
	}

	/**
	 * Closing alone would leave the statement running, and the next user of the
	 * connection waiting for it. The statement after the cancel takes a cancel that came
	 * too late upon itself, so that it does not hit that next user.
	 */
	private static Mono<Void> cancel(Connection connection) {
		PostgresqlConnection postgres = postgres(connection);
		return postgres.cancelRequest()
			.onErrorComplete()
			.thenMany(postgres.createStatement("SELECT 1").execute())
			.flatMap((result) -> result.map((row, metadata) -> true))
			.then()
			.onErrorComplete()
			.then(close(connection));
	}

	private static Mono<Void> cancelStream(Connection connection) {
		return postgres(connection).cancelRequest().onErrorComplete().then(rollback(connection));
	}

	private static Mono<Void> close(Connection connection) {
		return Mono.from(connection.close());
	}

	private static PostgresqlConnection postgres(Connection connection) {
		if (connection instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof PostgresqlConnection postgres) {
			return postgres;
		}
		return (PostgresqlConnection) connection;
	}

}
