package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and updates the gateway's tables in its schema, and nothing outside of it. Of
 * replicas that start together one does it, and the others wait.
 */
final class GatewayTables {

	private static final Logger logger = LoggerFactory.getLogger(GatewayTables.class);

	/** Tells which migrations a schema has seen, and so which tables are ours. */
	private static final String HISTORY = "mcp_gateway_schema_history";

	/** What each migration of version 0.1 made. */
	private static final List<Made> MADE = List.of(new Made("1", List.of("documents"), List.of("documents_touch()")),
			new Made("2", List.of("services", "service_revisions"),
					List.of("services_changed()", "register_service(text, json, integer)")),
			new Made("3", List.of("mcp_tasks"), List.of("mcp_tasks_changed()")),
			new Made("4", List.of(), List.of("documents_changed()")));

	/** How long one replica waits for another that migrates. */
	private static final String SET_LOCK_TIMEOUT = "SET lock_timeout = '60s'";

	private static final String LOCK = "SELECT pg_advisory_lock(hashtextextended('mcp-gateway migration of ' || ?, 0))";

	private static final String SCHEMA_EXISTS = "SELECT count(*) FROM pg_namespace WHERE nspname = ?";

	private static final String RELATION_EXISTS = "SELECT count(*) FROM pg_class c "
			+ "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";

	private static final String SEARCH_PATH = "SELECT unnest(current_schemas(false))";

	private static final String MAY_CREATE_SCHEMA = "SELECT has_database_privilege(current_database(), 'CREATE')";

	private static final String MAY_CREATE_TABLES = "SELECT has_schema_privilege(?, 'CREATE')";

	private static final String ROLE_AND_DATABASE = "SELECT quote_ident(current_user), quote_ident(current_database())";

	private static final String FUNCTION_EXISTS = "SELECT count(*) FROM pg_proc p "
			+ "JOIN pg_namespace n ON n.oid = p.pronamespace "
			+ "WHERE n.nspname = ? AND p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' = ?";

	/** The table that version 0.1 made, and not one that it found and took over. */
	private static final String DOCUMENTS_ARE_OURS = """
			SELECT count(*) FILTER (WHERE a.attname = 'id' AND a.attidentity = 'a') = 1
			    AND bool_and(a.attname = ANY ('{id,title,content,created_at,updated_at,search_vector}'))
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname = ? AND c.relname = 'documents' AND a.attnum > 0 AND NOT a.attisdropped""";

	private final GatewaySchema schema;

	private final @Nullable String formerSchema;

	private final MigrationAddress address;

	/**
	 * Creates a migration.
	 * @param formerSchema where version 0.1 made its tables, if they are to be moved
	 */
	GatewayTables(GatewaySchema schema, @Nullable String formerSchema, MigrationAddress address) {
		this.schema = schema;
		this.formerSchema = formerSchema;
		this.address = address;
	}

	/**
	 * Brings the tables up to date.
	 * @param then what else to do on the connection
	 * @return how many migrations were applied
	 * @throws CannotMigrateException when it will fail again until somebody acts
	 */
	int migrate(SqlWork then) throws SQLException {
		DataSource source = this.address.dataSource();
		try (Connection connection = source.getConnection()) {
			execute(connection, SET_LOCK_TIMEOUT);
			// Until this connection ends.
			query(connection, LOCK, this.schema.name());
			prepare(connection);
			int applied = flyway(source).migrate().migrationsExecuted;
			then.run(connection);
			return applied;
		}
	}

	private Flyway flyway(DataSource source) {
		return Flyway.configure()
			.dataSource(source)
			// Nothing else can be found, whatever the role's search path is.
			.initSql("SET search_path TO " + this.schema.quoted())
			.defaultSchema(this.schema.name())
			.schemas(this.schema.name())
			.createSchemas(false)
			.placeholders(Map.of("schema", this.schema.name()))
			.table(HISTORY)
			.locations("classpath:db/migration")
			// The schema may hold what others put there.
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.connectRetries(0)
			.load();
	}

	private void prepare(Connection connection) throws SQLException {
		if (hasHistory(connection, this.schema.name())) {
			return;
		}
		String former = former(connection);
		if (!isTrue(connection, SCHEMA_EXISTS, this.schema.name())) {
			createSchema(connection);
		}
		requireRight(connection, MAY_CREATE_TABLES, "the role may not make tables in schema %1$s",
				"GRANT USAGE, CREATE ON SCHEMA %2$s TO %3$s", this.schema.name());
		requireFree(connection);
		if (former != null) {
			move(connection, former);
		}
	}

	private void createSchema(Connection connection) throws SQLException {
		requireRight(connection, MAY_CREATE_SCHEMA, "schema %1$s is missing and the role may not make it",
				"CREATE SCHEMA %2$s AUTHORIZATION %3$s");
		execute(connection, "CREATE SCHEMA " + this.schema.quoted());
	}

	private void requireRight(Connection connection, String test, String missing, String remedy, String... values)
			throws SQLException {
		if (isTrue(connection, test, values)) {
			return;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(ROLE_AND_DATABASE)) {
			row.next();
			throw new CannotMigrateException((missing + ". An administrator can run in database %4$s: " + remedy
					+ "; or set gateway.postgres.schema to a schema in which the role may make tables.")
				.formatted(this.schema.name(), this.schema.quoted(), row.getString(1), row.getString(2)));
		}
	}

	/** Without a history, whatever has the name of something of ours is not ours. */
	private void requireFree(Connection connection) throws SQLException {
		for (Made made : MADE) {
			for (String relation : made.relations()) {
				if (isTrue(connection, RELATION_EXISTS, this.schema.name(), relation)) {
					throw occupied("table " + relation, relation.equals("documents")
							? "; to offer the rows of that table as documents, set gateway.postgres.documents.table to "
									+ this.schema.name() + ".documents"
							: "");
				}
			}
			for (String function : made.functions()) {
				if (isTrue(connection, FUNCTION_EXISTS, this.schema.name(), function)) {
					throw occupied("function " + function, "");
				}
			}
		}
	}

	private CannotMigrateException occupied(String object, String alternative) {
		return new CannotMigrateException(
				"""
						schema %s has a %s that the gateway did not make, and which it leaves alone. Set gateway.postgres.schema \
						to a schema of the gateway's own, which is made when it is missing%s."""
					.formatted(this.schema.name(), object, alternative));
	}

	/** Where the tables of version 0.1 are that have to be moved. */
	private @Nullable String former(Connection connection) throws SQLException {
		if (this.formerSchema != null) {
			return hasHistory(connection, this.formerSchema) ? this.formerSchema : null;
		}
		List<String> found = new ArrayList<>();
		if (this.address.schema() != null) {
			found.add(this.address.schema());
		}
		found.addAll(rows(connection, SEARCH_PATH));
		for (String each : found) {
			if (hasHistory(connection, each)) {
				throw new CannotMigrateException("""
						schema %1$s has tables that version 0.1 of the gateway made. Set \
						gateway.postgres.former-schema=%1$s to have them moved to schema %2$s with their rows; or \
						gateway.postgres.schema=%1$s to leave them there; or drop the table %1$s.%3$s to start empty."""
					.formatted(each, this.schema.name(), HISTORY));
			}
		}
		return null;
	}

	/** In one transaction: everything moves, or nothing. */
	private void move(Connection connection, String former) throws SQLException {
		if (isTrue(connection, RELATION_EXISTS, former, "documents")
				&& !isTrue(connection, DOCUMENTS_ARE_OURS, former)) {
			throw new CannotMigrateException(
					"""
							the table %1$s.documents was not made but taken over by version 0.1 of the gateway, and is not moved. \
							Set gateway.postgres.documents.table=%1$s.documents to go on with its rows as documents, remove \
							gateway.postgres.former-schema, and drop the table %1$s.%2$s."""
						.formatted(former, HISTORY));
		}
		List<String> applied = rows(connection,
				"SELECT version FROM %s.%s WHERE success AND version IS NOT NULL".formatted(quoted(former), HISTORY));
		connection.setAutoCommit(false);
		try {
			for (Made made : MADE) {
				if (applied.contains(made.version())) {
					move(connection, former, made);
				}
			}
			execute(connection, moved("TABLE", former, HISTORY));
			connection.commit();
		}
		catch (SQLException ex) {
			connection.rollback();
			throw ex;
		}
		connection.setAutoCommit(true);
		logger.info("PostgreSQL: moved the gateway's tables from schema {} to schema {}", former, this.schema.name());
	}

	private void move(Connection connection, String former, Made made) throws SQLException {
		for (String function : made.functions()) {
			execute(connection, moved("FUNCTION", former, function));
		}
		for (String relation : made.relations()) {
			// Moves a sequence, too.
			execute(connection, moved("TABLE", former, relation));
		}
	}

	private String moved(String kind, String former, String object) {
		return "ALTER %s %s.%s SET SCHEMA %s".formatted(kind, quoted(former), object, this.schema.quoted());
	}

	private static String quoted(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

	private static boolean hasHistory(Connection connection, String schema) throws SQLException {
		return isTrue(connection, RELATION_EXISTS, schema, HISTORY);
	}

	private static boolean isTrue(Connection connection, String query, String... values) throws SQLException {
		String first = query(connection, query, values);
		return "t".equals(first) || "1".equals(first);
	}

	private static @Nullable String query(Connection connection, String query, String... values) throws SQLException {
		List<String> rows = rows(connection, query, values);
		return rows.isEmpty() ? null : rows.getFirst();
	}

	private static List<String> rows(Connection connection, String query, String... values) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			for (int i = 0; i < values.length; i++) {
				statement.setString(i + 1, values[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				List<String> found = new ArrayList<>();
				while (rows.next()) {
					found.add(String.valueOf(rows.getString(1)));
				}
				return found;
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * What a migration made.
	 *
	 * @param version the migration's
	 * @param relations tables and sequences
	 * @param functions with the types of their arguments
	 */
	private record Made(String version, List<String> relations, List<String> functions) {
	}

	/**
	 * Something to do on a connection.
	 */
	@FunctionalInterface
	interface SqlWork {

		void run(Connection connection) throws SQLException;

	}

	/**
	 * The migration fails until somebody does what the message says.
	 */
	static final class CannotMigrateException extends RuntimeException {

		private static final long serialVersionUID = 1;

		CannotMigrateException(String message) {
			super(message);
		}

	}

}
