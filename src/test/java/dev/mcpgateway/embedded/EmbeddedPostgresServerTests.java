package dev.mcpgateway.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import dev.mcpgateway.testing.JavaProcess;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(120)
class EmbeddedPostgresServerTests {

	private final Path directory;

	EmbeddedPostgresServerTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void oneThatOutlivedAKilledGatewayIsAdopted() throws Exception {
		Process gateway = startGateway();
		String port;
		try (BufferedReader output = gateway.inputReader(StandardCharsets.UTF_8)) {
			port = String.valueOf(output.readLine());
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> DataDirectory.open(this.directory))
				.withMessageContaining("in use by another gateway (process " + gateway.pid() + ")");
		}
		finally {
			gateway.destroyForcibly();
			assertThat(gateway.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		try (DataDirectory data = DataDirectory.open(this.directory);
				EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data)) {
			assertThat(server.description()).contains(":" + port + ",");
			assertThat(query(server, "SELECT text FROM note")).isEqualTo("written by the killed gateway");
		}
		assertThat(this.directory.resolve("postgres/data/postmaster.pid")).as("stopped by its new owner")
			.doesNotExist();
	}

	@Test
	void dataOfAnotherMajorVersionIsRefused() throws IOException {
		Path cluster = Files.createDirectories(this.directory.resolve("postgres/data"));
		Files.writeString(cluster.resolve("PG_VERSION"), "15\n");
		try (DataDirectory data = DataDirectory.open(this.directory)) {
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedPostgresServer.start(data).close())
				.withMessage("The data in " + cluster + " was written by PostgreSQL 15; this gateway embeds 18.")
				.satisfies((ex) -> assertThat(ex.action()).contains("pg_dump of version 15"));
		}
	}

	@Test
	void dataWithoutItsPasswordIsRefused() throws IOException {
		Path cluster = Files.createDirectories(this.directory.resolve("postgres/data"));
		Files.writeString(cluster.resolve("PG_VERSION"), EmbeddedPostgresServer.MAJOR_VERSION + "\n");
		try (DataDirectory data = DataDirectory.open(this.directory)) {
			assertThatExceptionOfType(EmbeddedServerException.class)
				.isThrownBy(() -> EmbeddedPostgresServer.start(data).close())
				.withMessageContaining("password of the data in " + cluster + " is missing");
		}
	}

	private Process startGateway() throws IOException {
		return JavaProcess.of(Gateway.class, this.directory.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
		ConnectionFactoryOptions options = server.connectionFactoryOptions();
		return DriverManager.getConnection(
				"jdbc:postgresql://" + options.getRequiredValue(ConnectionFactoryOptions.HOST) + ":"
						+ options.getRequiredValue(ConnectionFactoryOptions.PORT) + "/"
						+ options.getRequiredValue(ConnectionFactoryOptions.DATABASE),
				(String) options.getRequiredValue(ConnectionFactoryOptions.USER),
				options.getRequiredValue(ConnectionFactoryOptions.PASSWORD).toString());
	}

	private static String query(EmbeddedPostgresServer server, String query) throws SQLException {
		try (Connection connection = connect(server);
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(query)) {
			row.next();
			return row.getString(1);
		}
	}

	/**
	 * A process to be killed: starts PostgreSQL, writes a row, prints the port and hangs.
	 */
	static final class Gateway {

		private Gateway() {
		}

		public static void main(String[] arguments) throws Exception {
			// The first line of output is the port, not a line of log.
			((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
				.setLevel(ch.qos.logback.classic.Level.OFF);
			try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
					EmbeddedPostgresServer server = EmbeddedPostgresServer.start(data)) {
				try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
					statement.execute("CREATE TABLE note (text text)");
					statement.execute("INSERT INTO note VALUES ('written by the killed gateway')");
				}
				System.out.println(server.connectionFactoryOptions().getRequiredValue(ConnectionFactoryOptions.PORT));
				Thread.currentThread().join();
			}
		}

	}

}
