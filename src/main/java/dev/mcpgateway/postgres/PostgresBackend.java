package dev.mcpgateway.postgres;

import java.util.concurrent.atomic.AtomicReference;

import dev.mcpgateway.feature.Backend;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * PostgreSQL, as health sees it: through a connection that no call can take, so that it
 * tells of the server and not of the pool.
 */
final class PostgresBackend implements Backend {

	static final String NAME = "postgres";

	/** Tells the connection from those of the pool and others, in pg_stat_activity. */
	private static final String INTRODUCTION = "SET application_name = 'mcp-gateway-health'";

	private final ConnectionFactory server;

	private final PostgresMigration migration;

	private final PostgresFailures failures;

	/** Kept between two pings. Who pings has it alone. */
	private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();

	/**
	 * Creates the backend.
	 * @param server makes connections, without a pool
	 */
	PostgresBackend(ConnectionFactory server, PostgresMigration migration, PostgresFailures failures) {
		this.server = server;
		this.migration = migration;
		this.failures = failures;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Mono<Void> ping() {
		return this.migration.ready().then(Mono.defer(() -> {
			Connection kept = this.idle.getAndSet(null);
			// What was kept may have died with a server that serves again.
			return (kept != null) ? ping(Mono.just(kept)).onErrorResume((failure) -> ping(connect())) : ping(connect());
		})).onErrorMap(this.failures::translate);
	}

	private Mono<Void> ping(Mono<Connection> source) {
		return Mono.usingWhen(source, (connection) -> execute(connection, "SELECT 1"), this::keep,
				(connection, failure) -> Mono.from(connection.close()), Connection::close);
	}

	private Mono<Connection> connect() {
		return Mono.<Connection>from(this.server.create())
			.delayUntil((connection) -> execute(connection, INTRODUCTION));
	}

	private static Mono<Void> execute(Connection connection, String sql) {
		return Database.postgres(connection)
			.createStatement(sql)
			.execute()
			.flatMap((result) -> result.getRowsUpdated())
			.then();
	}

	private Mono<Void> keep(Connection connection) {
		return this.idle.compareAndSet(null, connection) ? Mono.empty() : Mono.from(connection.close());
	}

	/** Ends the connection that is kept. Nothing waits for it: the server may be gone. */
	void close() {
		Connection kept = this.idle.getAndSet(null);
		if (kept != null) {
			Mono.from(kept.close()).subscribe(null, (failure) -> {
			});
		}
	}

}
