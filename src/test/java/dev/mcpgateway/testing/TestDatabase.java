package dev.mcpgateway.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

/**
 * A schema of its own in the PostgreSQL of the tests, seen without the gateway.
 */
public final class TestDatabase {

	private static final BackendServers servers = BackendServers.shared();

	private static final ConnectionFactoryOptions address = ConnectionFactoryOptions.parse(servers.r2dbcUrl());

	private final String schema;

	private TestDatabase(String schema) {
		this.schema = schema;
	}

	/** A schema with what is in it, made if it is not there. */
	public static TestDatabase of(String schema) {
		TestDatabase database = new TestDatabase(schema);
		database.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
		return database;
	}

	/** An empty schema. */
	public static TestDatabase create(String schema) {
		TestDatabase database = new TestDatabase(schema);
		database.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
		database.execute("CREATE SCHEMA " + schema);
		return database;
	}

	/** A proxy to the PostgreSQL of the tests. */
	public static TcpProxy proxy() {
		return TcpProxy.to(host(), port());
	}

	public String schema() {
		return this.schema;
	}

	public static String host() {
		return (String) address.getRequiredValue(ConnectionFactoryOptions.HOST);
	}

	public static int port() {
		return (int) address.getRequiredValue(ConnectionFactoryOptions.PORT);
	}

	public static String user() {
		return servers.username();
	}

	public static String password() {
		return servers.password();
	}

	/** The URL of this schema on another port, where a proxy listens. */
	public String r2dbcUrl(int port) {
		return "r2dbc:postgresql://%s:%d/%s?schema=%s".formatted((port == port()) ? host() : "127.0.0.1", port, name(),
				this.schema);
	}

	public void execute(String sql) {
		rows(sql);
	}

	/** The first column of each row, as text; nothing when there are no rows. */
	public List<String> rows(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			List<String> rows = new ArrayList<>();
			if (statement.execute(sql)) {
				ResultSet result = statement.getResultSet();
				while (result.next()) {
					rows.add(String.valueOf(result.getString(1)));
				}
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The first column of the first row; null when there is none. */
	public @Nullable String query(String sql, Object... values) {
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

	public int count(String sql, Object... values) {
		return Integer.parseInt(String.valueOf(query(sql, values)));
	}

	/** How many backends of gateways run a statement like this one now. */
	public int running(String pattern) {
		return count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mcp-gateway' "
				+ "AND state <> 'idle' AND query LIKE ?", pattern);
	}

	public Connection connect() throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://%s:%d/%s?currentSchema=%s".formatted(host(), port(), name(), this.schema), user(),
				password());
	}

	private static String name() {
		return (String) address.getRequiredValue(ConnectionFactoryOptions.DATABASE);
	}

}
