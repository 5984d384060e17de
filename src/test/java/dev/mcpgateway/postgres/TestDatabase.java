package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.mcpgateway.testing.BackendServers;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

/**
 * A schema of its own in the PostgreSQL of the tests, seen without the gateway.
 */
final class TestDatabase {

	private static final BackendServers servers = BackendServers.shared();

	private static final ConnectionFactoryOptions address = ConnectionFactoryOptions.parse(servers.r2dbcUrl());

	private final String schema;

	private TestDatabase(String schema) {
		this.schema = schema;
	}

	/** An empty schema. */
	static TestDatabase create(String schema) {
		TestDatabase database = new TestDatabase(schema);
		database.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
		database.execute("CREATE SCHEMA " + schema);
		return database;
	}

	String schema() {
		return this.schema;
	}

	static String host() {
		return (String) address.getRequiredValue(ConnectionFactoryOptions.HOST);
	}

	static int port() {
		return (int) address.getRequiredValue(ConnectionFactoryOptions.PORT);
	}

	static String user() {
		return servers.username();
	}

	static String password() {
		return servers.password();
	}

	/** The URL of this schema on another port, where a proxy listens. */
	String r2dbcUrl(int port) {
		return "r2dbc:postgresql://localhost:%d/%s?schema=%s".formatted(port, name(), this.schema);
	}

	void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The first column of the first row; null when there is none. */
	@Nullable String query(String sql, Object... values) {
		try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getString(1) : null;
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int count(String sql, Object... values) {
		return Integer.parseInt(String.valueOf(query(sql, values)));
	}

	/** How many backends of gateways run a statement like this one now. */
	int running(String pattern) {
		return count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mcp-gateway' "
				+ "AND state <> 'idle' AND query LIKE ?", pattern);
	}

	Connection connect() throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://%s:%d/%s?currentSchema=%s".formatted(host(), port(), name(), this.schema), user(),
				password());
	}

	private static String name() {
		return (String) address.getRequiredValue(ConnectionFactoryOptions.DATABASE);
	}

}
