package dev.mcpgateway.postgres;

import java.sql.SQLException;
import java.time.Duration;

import dev.mcpgateway.failure.BackendUnavailableException;
import org.jspecify.annotations.Nullable;
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

	/** The same when somebody has to act first. */
	private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

	/** Longer than a migration of an empty database takes. */
	private static final Duration PATIENCE_OF_CALLS = Duration.ofSeconds(5);

	private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);

	private final GatewayTables tables;

	private final DocumentsTable documents;

	private final Mono<Void> migrated;

	private volatile boolean done;

	private volatile boolean running;

	/** What was logged last, so that the same trouble is logged once. */
	private volatile @Nullable String reported;

	/**
	 * Creates a migration.
	 * @param enabled whether there is anything to do: the tables may be made elsewhere
	 */
	PostgresMigration(GatewayTables tables, DocumentsTable documents, boolean enabled, Scheduler blockingScheduler) {
		this.tables = tables;
		this.documents = documents;
		this.done = !enabled;
		this.migrated = Mono.<Void>fromCallable(this::migrate)
			.subscribeOn(blockingScheduler)
			.doOnError(this::report)
			.cache((nothing) -> Duration.ZERO, (failure) -> isPassing(failure) ? PAUSE : LONG_PAUSE,
					() -> Duration.ofDays(365));
	}

	/** Whether the tables are there. */
	boolean isDone() {
		return this.done;
	}

	/** Completes when the tables are there; fails when they cannot be made now. */
	Mono<Void> ready() {
		return this.done ? Mono.empty() : this.migrated.timeout(PATIENCE_OF_CALLS, Mono
			.error(() -> new BackendUnavailableException(PostgresBackend.NAME, "its tables are being made.", null)));
	}

	private @Nullable Void migrate() throws SQLException {
		int count = this.tables.migrate(this.documents::check);
		this.done = true;
		if (count > 0) {
			logger.info("PostgreSQL: {} migrations applied", count);
		}
		else if (this.reported != null) {
			logger.info("PostgreSQL: the gateway's tables are there");
		}
		return null;
	}

	/** Once, until it is another trouble. */
	private void report(Throwable failure) {
		String message = isPassing(failure)
				? "PostgreSQL does not serve yet; its tools fail until it does: " + rootCause(failure)
				: "PostgreSQL: the gateway's tables cannot be made, and its tools fail until somebody acts: "
						+ rootMessage(failure);
		if (!message.equals(this.reported)) {
			this.reported = message;
			logger.warn(message);
		}
	}

	/** Whether waiting may help. */
	private static boolean isPassing(Throwable failure) {
		return PostgresFailures.isUnreachable(failure);
	}

	@Override
	public void start() {
		this.running = true;
		if (this.done) {
			return;
		}
		// The start waits, so that the first call finds its tables; an absent server
		// delays it by no more than the connect timeout.
		this.migrated
			.timeout(PATIENCE_AT_START,
					Mono.fromRunnable(() -> logger
						.warn("PostgreSQL: its tables are still being made; its tools fail until that is done")))
			// It has been logged.
			.onErrorComplete()
			.block();
	}

	private static String rootCause(Throwable failure) {
		return root(failure).toString();
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = root(failure);
		return String.valueOf((root.getMessage() != null) ? root.getMessage() : root);
	}

	private static Throwable root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
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
