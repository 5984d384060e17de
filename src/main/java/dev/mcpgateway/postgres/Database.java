package dev.mcpgateway.postgres;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
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

	/** "Cached plan must not change result type", as it is and as the driver makes it. */
	private static final Set<String> STALE_PLAN = Set.of("0A000", "26000", "08P01");

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
	 * Runs a statement that commits by itself, within the statement timeout.
	 * @return what the work emits; fails with a
	 * {@link dev.mcpgateway.failure.GatewayException}
	 */
	<T> Flux<T> run(Function<PostgresqlConnection, Publisher<T>> work) {
		return Flux
			.usingWhen(connection(), (connection) -> prepared(work, postgres(connection), Mono.empty()),
					Connection::close, (connection, failure) -> connection.close(), this::cancel)
			.onErrorMap(this.failures::translate);
	}

	/**
	 * Runs one statement that streams: in a read-only transaction of its own, a batch of
	 * rows at a time, as fast as they are read. The statement timeout does not apply: how
	 * long a stream may pause is bounded by the caller.
	 */
	<T> Flux<T> stream(Function<PostgresqlConnection, Publisher<T>> work) {
		// The transaction begins inside, where a cancel finds the connection.
		return Flux
			.usingWhen(connection(), (connection) -> prepared(work, postgres(connection), beginStream(connection)),
					this::endStream, (connection, failure) -> endStream(connection), this::cancel)
			.onErrorMap(this.failures::translate);
	}

	/**
	 * Runs a statement, and once more when its plan is out of date because a table was
	 * changed, which each connection notices by itself: the statement has done nothing
	 * then. The driver does so too, but of a stream it sends the parameters empty the
	 * second time, which the server refuses.
	 * @param transaction in which it runs, if any
	 */
	private static <T> Flux<T> prepared(Function<PostgresqlConnection, Publisher<T>> work,
			PostgresqlConnection connection, Mono<Void> transaction) {
		return Flux.defer(() -> {
			AtomicBoolean begun = new AtomicBoolean();
			Flux<T> statement = transaction.thenMany(Flux.defer(() -> work.apply(connection)));
			return statement.doOnNext((row) -> begun.setPlain(true))
				.onErrorResume((failure) -> !begun.get() && hasStalePlan(failure),
						(failure) -> connection.rollbackTransaction().thenMany(statement));
		});
	}

	private static boolean hasStalePlan(Throwable failure) {
		return failure instanceof R2dbcException driver
				&& STALE_PLAN.contains(Objects.toString(driver.getSqlState(), ""));
	}

	/** How many rows a streaming statement fetches at a time. */
	int fetchSize() {
		return this.properties.fetchSize();
	}

	private Mono<Connection> connection() {
		return new ConnectionHandover(this.migration.ready().then(free()));
	}

	private Mono<Connection> free() {
		return Mono.<Connection>from(this.pool.create()).onErrorResume(Database::wasDead, (dead) -> free());
	}

	/**
	 * After the server went away, every idle connection of the pool is dead, which is
	 * noticed one by one as they are taken. The pool says it by this very class; failures
	 * of the driver are of subclasses.
	 */
	private static boolean wasDead(Throwable failure) {
		return failure.getClass() == R2dbcNonTransientResourceException.class;
	}

	private static Mono<Void> beginStream(Connection connection) {
		PostgresqlConnection postgres = postgres(connection);
		return postgres.beginTransaction(READ_ONLY)
			.thenMany(postgres.createStatement("SET LOCAL statement_timeout = 0").execute())
			.flatMap((result) -> result.getRowsUpdated())
			.then();
	}

	/** A transaction that only read has nothing to commit. */
	private Mono<Void> endStream(Connection connection) {
		return giveBack(connection, Mono.empty());
	}

	/**
	 * Closing alone would leave the statement running, and the next user of the
	 * connection waiting for it. The cancel request completes after the server has sent
	 * its signal; the statement behind it takes the signal upon itself when it came too
	 * late, so that it does not hit that next user.
	 */
	private Mono<Void> cancel(Connection connection) {
		PostgresqlConnection postgres = postgres(connection);
		Mono<Void> shield = postgres.createStatement("SELECT 1")
			.execute()
			.flatMap((result) -> result.getRowsUpdated())
			.then()
			.onErrorComplete();
		return giveBack(connection, postgres.cancelRequest().then(shield));
	}

	/**
	 * Gives a connection back to the pool when it is at rest. One that does not come to
	 * rest in time, because the server is silent or still at work, is closed, so that the
	 * pool makes another in its place.
	 */
	private Mono<Void> giveBack(Connection connection, Mono<Void> settled) {
		PostgresqlConnection postgres = postgres(connection);
		return settled.then(Mono.defer(postgres::rollbackTransaction))
			.timeout(this.properties.connectTimeout())
			.then(Mono.fromSupplier(postgres::isAutoCommit))
			.onErrorReturn(false)
			.filter((atRest) -> !atRest)
			.flatMap((unsettled) -> postgres.close().timeout(this.properties.connectTimeout()).onErrorComplete())
			.then(Mono.defer(() -> Mono.from(connection.close())));
	}

	private static PostgresqlConnection postgres(Connection connection) {
		if (connection instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof PostgresqlConnection postgres) {
			return postgres;
		}
		return (PostgresqlConnection) connection;
	}

}
