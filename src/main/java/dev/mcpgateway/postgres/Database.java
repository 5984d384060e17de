package dev.mcpgateway.postgres;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.postgres.UncancellableAcquire.Acquired;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.postgresql.api.PostgresTransactionDefinition;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Runs work on a connection of the pool, at a place of the source. The connection goes
 * back whichever way the work ends, and the place after it; when the work is cancelled,
 * the statement is cancelled in the server too.
 */
final class Database {

	private static final PostgresTransactionDefinition READ_ONLY = PostgresTransactionDefinition.mutability(false);

	/** "Cached plan must not change result type", as it is and as the driver makes it. */
	private static final Set<String> STALE_PLAN = Set.of("0A000", "26000", "08P01");

	private final ConnectionPool pool;

	private final PostgresMigration migration;

	private final PostgresProperties properties;

	private final PostgresFailures failures;

	private final Bulkhead bulkhead;

	/** What statements that do not stream are for. */
	private final Use use;

	Database(ConnectionPool pool, PostgresMigration migration, PostgresProperties properties, Bulkhead bulkhead) {
		this(pool, migration, properties, bulkhead, Use.CALL);
	}

	private Database(ConnectionPool pool, PostgresMigration migration, PostgresProperties properties, Bulkhead bulkhead,
			Use use) {
		this.pool = pool;
		this.migration = migration;
		this.properties = properties;
		this.bulkhead = bulkhead;
		this.use = use;
		this.failures = new PostgresFailures(properties.statementTimeout());
	}

	/**
	 * The same database for the gateway's own state, which has connections that no call
	 * can take.
	 */
	Database forState() {
		return new Database(this.pool, this.migration, this.properties, this.bulkhead, Use.STATE);
	}

	/**
	 * Runs a statement that commits by itself, within the statement timeout.
	 * @return what the work emits; fails with a {@link GatewayException}
	 */
	<T> Flux<T> run(Function<PostgresqlConnection, Publisher<T>> work) {
		return Flux
			.usingWhen(acquire(this.use), (acquired) -> work.apply(postgres(acquired)), Acquired::release,
					(acquired, failure) -> acquired.release(), this::cancel)
			.onErrorMap(this.failures::translate);
	}

	/**
	 * Runs one statement that streams: in a read-only transaction of its own, a batch of
	 * rows at a time, as fast as they are read. The statement timeout does not apply: how
	 * long a stream may pause is bounded by the caller and by its place.
	 */
	<T> Flux<T> stream(Function<PostgresqlConnection, Publisher<T>> work) {
		// The transaction begins inside, where a cancel finds the connection.
		return Flux
			.usingWhen(acquire(Use.STREAM), (acquired) -> acquired.place().watch(streamed(work, acquired)),
					this::endStream, this::endStream, this::cancel)
			.onErrorMap(this.failures::translate);
	}

	/**
	 * Runs a statement that streams, and once more when its plan is out of date because a
	 * table was changed, which each connection notices by itself: the statement has done
	 * nothing then. The driver does so too, but it sends the parameters of a stream empty
	 * the second time, which the server refuses.
	 */
	private static <T> Flux<T> streamed(Function<PostgresqlConnection, Publisher<T>> work, Acquired acquired) {
		return Flux.defer(() -> {
			PostgresqlConnection connection = postgres(acquired);
			AtomicBoolean begun = new AtomicBoolean();
			Flux<T> statement = beginStream(connection).thenMany(Flux.defer(() -> work.apply(connection)));
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

	private Mono<Acquired> acquire(Use wanted) {
		return this.bulkhead.enter(wanted)
			.flatMap((place) -> new UncancellableAcquire(
					this.migration.isDone() ? connection() : this.migration.ready().then(connection()), place));
	}

	/**
	 * After the server went away, every idle connection of the pool is dead, which is
	 * noticed one by one as they are taken: at most as many as the pool has.
	 */
	private Mono<Connection> connection() {
		// Retrying sets up several objects, so it begins when it is needed.
		return this.pool.create()
			.onErrorResume(Database::wasDead,
					(dead) -> this.pool.create()
						.retryWhen(Retry.max(this.pool.getMetrics().map(PoolMetrics::getMaxAllocatedSize).orElse(1))
							.filter(Database::wasDead)
							.onRetryExhaustedThrow((retry, last) -> last.failure())));
	}

	/**
	 * The pool says that a connection is dead by this very class; failures of the driver
	 * are of subclasses. One whose event loop has ended, with a gateway that was stopped
	 * and started again, refuses even to be tried.
	 */
	private static boolean wasDead(Throwable failure) {
		return failure.getClass() == R2dbcNonTransientResourceException.class
				|| failure instanceof RejectedExecutionException;
	}

	private static Mono<Void> beginStream(PostgresqlConnection postgres) {
		return postgres.beginTransaction(READ_ONLY)
			.thenMany(postgres.createStatement("SET LOCAL statement_timeout = 0").execute())
			.flatMap((result) -> result.getRowsUpdated())
			.then();
	}

	/** A transaction that only read has nothing to commit. */
	private Mono<Void> endStream(Acquired acquired) {
		return giveBack(acquired, Mono.empty());
	}

	/** What failed here and not in the server is still running there. */
	private Mono<Void> endStream(Acquired acquired, Throwable failure) {
		return (failure instanceof GatewayException) ? cancel(acquired) : endStream(acquired);
	}

	/**
	 * Closing alone would leave the statement running, and the next user of the
	 * connection waiting for it. The cancel request completes after the server has sent
	 * its signal; the statement behind it takes the signal upon itself when it came too
	 * late, so that it does not hit that next user.
	 */
	private Mono<Void> cancel(Acquired acquired) {
		PostgresqlConnection postgres = postgres(acquired);
		Mono<Void> shield = postgres.createStatement("SELECT 1")
			.execute()
			.flatMap((result) -> result.getRowsUpdated())
			.then()
			.onErrorComplete();
		return giveBack(acquired, postgres.cancelRequest().then(shield));
	}

	/**
	 * Gives a connection back to the pool when it is at rest. One that does not come to
	 * rest in time, because the server is silent or still at work, is closed, so that the
	 * pool makes another in its place.
	 */
	private Mono<Void> giveBack(Acquired acquired, Mono<Void> settled) {
		PostgresqlConnection postgres = postgres(acquired);
		return settled.then(Mono.defer(postgres::rollbackTransaction))
			.timeout(this.properties.connectTimeout())
			.then(Mono.fromSupplier(postgres::isAutoCommit))
			.onErrorReturn(false)
			.filter((atRest) -> !atRest)
			.flatMap((unsettled) -> postgres.close().timeout(this.properties.connectTimeout()).onErrorComplete())
			.then(Mono.defer(acquired::release));
	}

	private static PostgresqlConnection postgres(Acquired acquired) {
		return postgres(acquired.connection());
	}

	static PostgresqlConnection postgres(Connection connection) {
		if (connection instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof PostgresqlConnection postgres) {
			return postgres;
		}
		return (PostgresqlConnection) connection;
	}

}
