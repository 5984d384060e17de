package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Locale;

import dev.mcpgateway.failure.BackendUnavailableException;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.context.SmartLifecycle;

/**
 * Makes and updates the gateway's tables: at the start, or, when PostgreSQL is not there
 * then, before the first statement that reaches it.
 */
final class PostgresMigration implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PostgresMigration.class);

	/**
	 * After a failure, the next try is made by the first call that comes this much later.
	 */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** Longer than a migration of an empty database takes. */
	private static final Duration PATIENCE_OF_CALLS = Duration.ofSeconds(5);

	private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);

	private final ConnectionFactoryOptions server;

	private final PostgresProperties properties;

	private final Mono<Void> migrated;

	private volatile boolean done;

	private volatile boolean running;

	PostgresMigration(ConnectionFactoryOptions server, PostgresProperties properties, Scheduler blockingScheduler) {
		this.server = server;
		this.properties = properties;
		this.done = !properties.migrate();
		this.migrated = Mono.<Void>fromRunnable(this::migrate)
			.subscribeOn(blockingScheduler)
			.cache((nothing) -> Duration.ZERO, (failure) -> PAUSE, () -> Duration.ofDays(365));
	}

	/** Completes when the tables are there; fails when they cannot be made now. */
	Mono<Void> ready() {
		return this.done ? Mono.empty() : this.migrated.timeout(PATIENCE_OF_CALLS, Mono
			.error(() -> new BackendUnavailableException(PostgresBackend.NAME, "its tables are being made.", null)));
	}

	private void migrate() {
		Flyway flyway = Flyway.configure()
			.dataSource(dataSource())
			.table("mcp_gateway_schema_history")
			.locations("classpath:db/migration")
			// The tables may live beside others in a schema that is not empty.
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.connectRetries(0)
			.load();
		int count = flyway.migrate().migrationsExecuted;
		this.done = true;
		if (count > 0) {
			logger.info("PostgreSQL: {} migrations applied", count);
		}
	}

	private PGSimpleDataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		String host = text(ConnectionFactoryOptions.HOST);
		dataSource.setServerNames(new String[] { (host != null) ? host : "localhost" });
		String port = text(ConnectionFactoryOptions.PORT);
		dataSource.setPortNumbers(new int[] { (port != null) ? Integer.parseInt(port) : 5432 });
		dataSource.setDatabaseName(text(ConnectionFactoryOptions.DATABASE));
		dataSource.setUser(text(ConnectionFactoryOptions.USER));
		dataSource.setPassword(text(ConnectionFactoryOptions.PASSWORD));
		String schema = text(PostgresqlConnectionFactoryProvider.SCHEMA);
		if (schema != null) {
			dataSource.setCurrentSchema(schema);
		}
		dataSource.setApplicationName("mcp-gateway-migration");
		int seconds = (int) Math.max(1, this.properties.connectTimeout().toSeconds());
		dataSource.setConnectTimeout(seconds);
		dataSource.setLoginTimeout(seconds);
		String sslMode = text(PostgresqlConnectionFactoryProvider.SSL_MODE);
		if (sslMode != null) {
			dataSource.setSslMode(sslMode.toLowerCase(Locale.ROOT).replace('_', '-'));
		}
		String rootCertificate = text(PostgresqlConnectionFactoryProvider.SSL_ROOT_CERT);
		if (rootCertificate != null) {
			dataSource.setSslRootCert(rootCertificate);
		}
		return dataSource;
	}

	private @Nullable String text(Option<?> option) {
		Object value = this.server.getValue(option);
		return (value != null) ? value.toString() : null;
	}

	@Override
	public void start() {
		this.running = true;
		if (this.done) {
			return;
		}
		// The start waits, so that the first call finds its tables; an absent server
		// delays it by no more than the connect timeout.
		this.migrated.timeout(PATIENCE_AT_START).onErrorResume((failure) -> {
			logger.warn("PostgreSQL does not serve yet; its tools fail until it does: {}", rootCause(failure));
			return Mono.empty();
		}).block();
	}

	private static String rootCause(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root.toString();
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the registry, whose phase is 0, opens the tools. */
	@Override
	public int getPhase() {
		return -1;
	}

}
