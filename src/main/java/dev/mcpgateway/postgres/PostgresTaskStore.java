package dev.mcpgateway.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.task.Expected;
import dev.mcpgateway.task.Lease;
import dev.mcpgateway.task.NewTask;
import dev.mcpgateway.task.StoredTask;
import dev.mcpgateway.task.TaskChange;
import dev.mcpgateway.task.TaskSignal;
import dev.mcpgateway.task.TaskState;
import dev.mcpgateway.task.TaskStatus;
import dev.mcpgateway.task.TaskStore;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table {@code mcp_tasks}. Every time is by the clock of the server, which all
 * replicas share. It tells of its changes itself, by a trigger.
 */
final class PostgresTaskStore implements TaskStore {

	/** What the trigger tells: which task, and where it is now. */
	private static final Pattern NOTICE = Pattern.compile("([A-Za-z0-9_-]+) ([a-z_]+)");

	/** A large table is not emptied in one statement. */
	private static final int REMOVED_AT_ONCE = 1_000;

	private static final String COLUMNS = """
			id, caller, status, status_message, payload, continuation, created_at, updated_at,
			(extract(epoch from expires_at - created_at) * 1000)::bigint, poll_ms, revision,
			(extract(epoch from expires_at - now()) * 1000)::bigint,
			status = 'working' AND lease_until < now()""";

	private final Database database;

	private final PostgresNotifications notifications;

	private final String channel;

	private final Sql sql;

	PostgresTaskStore(Database database, PostgresNotifications notifications, GatewaySchema schema) {
		this.database = database;
		this.notifications = notifications;
		this.channel = schema.channel("tasks");
		this.sql = Sql.on(schema.qualified("mcp_tasks"));
	}

	@Override
	public Mono<StoredTask> create(NewTask task, Lease lease, int maxTasks) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.insert())
				.bind("$1", task.id())
				.bind("$2", task.caller().id())
				.bind("$3", lease.owner())
				.bind("$4", lease.duration().toMillis())
				.bind("$5", task.ttl().toMillis())
				.bind("$6", task.pollInterval().toMillis())
				.bind("$7", (long) maxTasks)
				.execute()
				.flatMap((result) -> result.map(PostgresTaskStore::task)))
			.singleOrEmpty();
	}

	@Override
	public Flux<StoredTask> find(Collection<String> ids) {
		return this.database.run((connection) -> connection.createStatement(this.sql.select())
			.bind("$1", ids.toArray(String[]::new))
			.execute()
			.flatMap((result) -> result.map(PostgresTaskStore::task)));
	}

	@Override
	public Mono<StoredTask> change(String id, Expected expected, TaskChange change) {
		String sql = this.sql.update() + condition(expected, "$7") + " AND id = $8 RETURNING " + COLUMNS;
		return this.database
			.run((connection) -> bind(connection.createStatement(sql), expected, change).bind("$8", id)
				.execute()
				.flatMap((result) -> result.map(PostgresTaskStore::task)))
			.singleOrEmpty();
	}

	@Override
	public Mono<Long> changeAll(Expected expected, TaskChange change) {
		String sql = this.sql.update() + condition(expected, "$7");
		return this.database
			.run((connection) -> bind(connection.createStatement(sql), expected, change).execute()
				.flatMap(PostgresqlResult::getRowsUpdated))
			.single();
	}

	/**
	 * Read committed is enough: PostgreSQL looks at the condition again when the row was
	 * changed while the statement waited for it.
	 */
	private static String condition(Expected expected, String parameter) {
		return switch (expected) {
			case Expected.RunBy by -> "status = 'working' AND owner = " + parameter;
			case Expected.Waiting waiting -> "status = 'input_required' AND revision = " + parameter;
			case Expected.Open open -> "status IN ('working', 'input_required') AND " + parameter;
			case Expected.Abandoned abandoned -> "status = 'working' AND lease_until < now() AND " + parameter;
			case Expected.Overdue overdue ->
				"status IN ('working', 'input_required') AND expires_at < now() AND " + parameter;
		};
	}

	private static PostgresqlStatement bind(PostgresqlStatement statement, Expected expected, TaskChange change) {
		Lease lease = change.lease();
		return statement.bind("$1", name(change.status()))
			.bind("$2", Parameters.in(R2dbcType.VARCHAR, change.message()))
			.bind("$3", Parameters.in(R2dbcType.VARCHAR, payload(change.status())))
			.bind("$4", Parameters.in(R2dbcType.VARCHAR, change.continuation()))
			.bind("$5", Parameters.in(R2dbcType.VARCHAR, (lease != null) ? lease.owner() : null))
			.bind("$6", Parameters.in(R2dbcType.BIGINT, (lease != null) ? lease.duration().toMillis() : null))
			.bind("$7", switch (expected) {
				case Expected.RunBy(var owner) -> owner;
				case Expected.Waiting(var revision) -> revision;
				case Expected.Open open -> true;
				case Expected.Abandoned abandoned -> true;
				case Expected.Overdue overdue -> true;
			});
	}

	@Override
	public Flux<String> renew(Collection<String> ids, Lease lease) {
		return this.database.run((connection) -> connection.createStatement(this.sql.renew())
			.bind("$1", ids.toArray(String[]::new))
			.bind("$2", lease.owner())
			.bind("$3", lease.duration().toMillis())
			.execute()
			.flatMap((result) -> result.map((row) -> Columns.required(row, 0, String.class))));
	}

	@Override
	public Mono<Long> remove(Duration after) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.delete())
				.bind("$1", after.toMillis())
				.bind("$2", (long) REMOVED_AT_ONCE)
				.execute()
				.flatMap(PostgresqlResult::getRowsUpdated))
			.single();
	}

	@Override
	public Flux<TaskSignal> changes() {
		return this.notifications.listen(this.channel).handle((signal, sink) -> signal(signal).ifPresent(sink::next));
	}

	private static Optional<TaskSignal> signal(PostgresNotifications.Signal signal) {
		return switch (signal) {
			case PostgresNotifications.Live live -> Optional.of(new TaskSignal.Live());
			// Whoever may connect may notify: what names no task tells of none.
			case PostgresNotifications.Notified(var payload) -> {
				Matcher notice = NOTICE.matcher(payload);
				yield notice.matches() ? Optional.of(new TaskSignal.Changed(notice.group(1), isStop(notice.group(2))))
						: Optional.empty();
			}
			case PostgresNotifications.Lost lost -> Optional.of(new TaskSignal.Lost());
		};
	}

	private static boolean isStop(String status) {
		return status.equals("cancelled") || status.equals("interrupted");
	}

	private static StoredTask task(Readable row) {
		TaskStatus status = status(Columns.required(row, 2, String.class), row.get(4, String.class));
		TaskState state = new TaskState(Columns.required(row, 0, String.class), status, row.get(3, String.class),
				Columns.required(row, 6, Instant.class), Columns.required(row, 7, Instant.class), millis(row, 8),
				millis(row, 9));
		return new StoredTask(new Caller(Columns.required(row, 1, String.class)), state, row.get(5, String.class),
				Columns.required(row, 10, Long.class), millis(row, 11), Columns.required(row, 12, Boolean.class));
	}

	private static Duration millis(Readable row, int column) {
		return Duration.ofMillis(Columns.required(row, column, Long.class));
	}

	private static String name(TaskStatus status) {
		return switch (status) {
			case TaskStatus.Working working -> "working";
			case TaskStatus.InputRequired waiting -> "input_required";
			case TaskStatus.Completed completed -> "completed";
			case TaskStatus.Failed failed -> "failed";
			case TaskStatus.Interrupted interrupted -> "interrupted";
			case TaskStatus.Cancelled cancelled -> "cancelled";
		};
	}

	private static @Nullable String payload(TaskStatus status) {
		return switch (status) {
			case TaskStatus.InputRequired(var requests) -> requests;
			case TaskStatus.Completed(var result) -> result;
			case TaskStatus.Failed(var error) -> error;
			case TaskStatus.Interrupted(var reason) -> reason;
			case TaskStatus.Working working -> null;
			case TaskStatus.Cancelled cancelled -> null;
		};
	}

	private static TaskStatus status(String name, @Nullable String payload) {
		return switch (name) {
			case "working" -> new TaskStatus.Working();
			case "cancelled" -> new TaskStatus.Cancelled();
			case "input_required" -> new TaskStatus.InputRequired(String.valueOf(payload));
			case "completed" -> new TaskStatus.Completed(String.valueOf(payload));
			case "failed" -> new TaskStatus.Failed(String.valueOf(payload));
			case "interrupted" -> new TaskStatus.Interrupted(String.valueOf(payload));
			default -> throw new IllegalStateException("Not a status of a task: " + name);
		};
	}

	/**
	 * The statements, which name the table.
	 *
	 * @param update lacks its condition
	 */
	private record Sql(String insert, String select, String update, String renew, String delete) {

		static Sql on(String table) {
			return new Sql("""
					INSERT INTO %1$s (id, caller, status, owner, lease_until, expires_at, poll_ms)
					SELECT $1, $2, 'working', $3, now() + $4 * interval '1 millisecond',
					       now() + $5 * interval '1 millisecond', $6
					WHERE (SELECT count(*) FROM %1$s) < $7
					RETURNING %2$s""".formatted(table, COLUMNS),
					"SELECT %s FROM %s WHERE id = ANY($1)".formatted(COLUMNS, table), """
							UPDATE %s
							SET status = $1, status_message = $2, payload = $3, continuation = $4, owner = $5,
							    lease_until = now() + $6 * interval '1 millisecond', updated_at = now(),
							    revision = revision + 1
							WHERE\s""".formatted(table), """
							UPDATE %s SET lease_until = now() + $3 * interval '1 millisecond'
							WHERE id = ANY($1) AND owner = $2 AND status = 'working'
							RETURNING id""".formatted(table),
					"""
							DELETE FROM %1$s WHERE id IN (
							    SELECT id FROM %1$s WHERE expires_at < now() - $1 * interval '1 millisecond' LIMIT $2)"""
						.formatted(table));
		}

	}

}
