package dev.mcpgateway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/**
 * A real PostgreSQL in processes of its own, durable as any: a committed transaction
 * survives a crash. It listens on loopback only, without a Unix socket, and asks for a
 * password. The gateway is no superuser in it but the owner of one database.
 * <p>
 * Should this process be killed, PostgreSQL lives on; the next start finds and keeps it.
 */
final class EmbeddedPostgresServer implements EmbeddedServer {

	/** Of the binaries; another major version cannot read the data. */
	static final String MAJOR_VERSION = "18";

	/** The gateway's role and the database that it owns. */
	private static final String GATEWAY = "gateway";

	private static final String SUPERUSER_SECRET = "postgres-superuser";

	private static final String GATEWAY_SECRET = "postgres-gateway";

	/** Data of version 0.1 is moved to the gateway's own schema: nobody else uses it. */
	private static final Option<String> FORMER_SCHEMA = Option.valueOf("mcpGatewayFormerSchema");

	/** Bounds the recovery after a crash too. */
	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private final EmbeddedPostgres postgres;

	private final String password;

	private final String description;

	private EmbeddedPostgresServer(EmbeddedPostgres postgres, String password, String description) {
		this.postgres = postgres;
		this.password = password;
		this.description = description;
	}

	static EmbeddedPostgresServer start(DataDirectory data) throws IOException, SQLException {
		Path home = data.privateDirectory("postgres");
		Path cluster = home.resolve("data");
		Path log = home.resolve("postgres.log");
		checkIsOurs(cluster, data);
		String superuserPassword = data.secret(SUPERUSER_SECRET);
		OptionalInt survivor = new SurvivingPostmaster(cluster).awaitPort(superuserPassword, START_TIMEOUT);
		if (survivor.isEmpty()) {
			// The log is of one run, so that it cannot grow for ever.
			Files.deleteIfExists(log);
		}
		EmbeddedPostgres postgres = startProcess(data, cluster, log, survivor.orElse(0));
		try {
			String password = data.secret(GATEWAY_SECRET);
			String version = provision(postgres, password);
			return new EmbeddedPostgresServer(postgres, password,
					String.format(Locale.ROOT, "PostgreSQL %s on %s:%d, data in %s", version, loopback(),
							postgres.getPort(), data.display("postgres")));
		}
		catch (SQLException | RuntimeException ex) {
			postgres.close();
			throw ex;
		}
	}

	private static void checkIsOurs(Path cluster, DataDirectory data) throws IOException {
		Path versionFile = cluster.resolve("PG_VERSION");
		if (!Files.exists(versionFile)) {
			return;
		}
		String version = Files.readString(versionFile).strip();
		if (!version.equals(MAJOR_VERSION)) {
			throw new EmbeddedServerException(
					"The data in " + cluster + " was written by PostgreSQL " + version + "; this gateway embeds "
							+ MAJOR_VERSION + ".",
					"Move it over with pg_dump of version " + version + ", or move the directory away to start empty.");
		}
		if (!data.hasSecret(SUPERUSER_SECRET)) {
			throw new EmbeddedServerException(
					"The password of the data in " + cluster + " is missing: " + data.secretFile(SUPERUSER_SECRET),
					"Restore that file, or move the data directory away to start empty.");
		}
	}

	private static EmbeddedPostgres startProcess(DataDirectory data, Path cluster, Path log, int port) {
		Path binaries = data.privateDirectory("postgres").resolve("binaries");
		// Or else the library looks for leftovers of others in a directory that all users
		// of the machine share, and opens what they put there.
		System.setProperty("ot.epg.working-dir", binaries.toString());
		try {
			return EmbeddedPostgres.builder()
				.setDataDirectory(cluster)
				.setCleanDataDirectory(false)
				.setOverrideWorkingDirectory(binaries.toFile())
				.setPgBinaryResolver(new BinariesIn(binaries))
				.setPort(port)
				.setPGStartupWait(START_TIMEOUT)
				// The context stops it, after the pools; a hook would do it beside them.
				.setRegisterShutdownHook(false)
				.setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
				// Passed to initdb: the same sort order and case rules on every machine.
				.setLocaleConfig("locale", "C")
				.setLocaleConfig("locale-provider", "builtin")
				.setLocaleConfig("builtin-locale", "C.UTF-8")
				.setLocaleConfig("auth-local", "scram-sha-256")
				.setLocaleConfig("auth-host", "scram-sha-256")
				.setLocaleConfig("pwfile", data.secretFile(SUPERUSER_SECRET).toString())
				.setConnectConfig("password", data.secret(SUPERUSER_SECRET))
				.setServerConfig("listen_addresses", loopback())
				.setServerConfig("unix_socket_directories", "")
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "100")
				.start();
		}
		// The library reports trouble with its binaries by an Error.
		catch (IOException | RuntimeException | ExceptionInInitializerError ex) {
			throw new EmbeddedServerException("Embedded PostgreSQL did not start: " + ex.getMessage(),
					"See " + log + ", or set spring.r2dbc.url to a real server.", ex);
		}
	}

	/**
	 * Makes the gateway's role and database if they are missing.
	 * @return the server's version
	 */
	private static String provision(EmbeddedPostgres postgres, String password) throws SQLException {
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			if (isMissing(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
				statement.execute("CREATE ROLE " + GATEWAY + " LOGIN");
			}
			// Each time, so that a lost secret heals; it is hexadecimal, DDL takes no
			// parameters.
			statement.execute("ALTER ROLE " + GATEWAY + " PASSWORD '" + password + "'");
			if (isMissing(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
				statement.execute("CREATE DATABASE " + GATEWAY + " OWNER " + GATEWAY);
			}
			try (ResultSet version = statement.executeQuery("SHOW server_version")) {
				version.next();
				return version.getString(1);
			}
		}
	}

	private static boolean isMissing(Connection connection, String query) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setString(1, GATEWAY);
			try (ResultSet row = statement.executeQuery()) {
				return !row.next();
			}
		}
	}

	private static String loopback() {
		return InetAddress.getLoopbackAddress().getHostAddress();
	}

	ConnectionFactoryOptions connectionFactoryOptions() {
		return ConnectionFactoryOptions.builder()
			.option(ConnectionFactoryOptions.DRIVER, "postgresql")
			.option(ConnectionFactoryOptions.HOST, loopback())
			.option(ConnectionFactoryOptions.PORT, this.postgres.getPort())
			.option(ConnectionFactoryOptions.DATABASE, GATEWAY)
			.option(ConnectionFactoryOptions.USER, GATEWAY)
			.option(ConnectionFactoryOptions.PASSWORD, this.password)
			.option(FORMER_SCHEMA, "public")
			.build();
	}

	@Override
	public String description() {
		return this.description;
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

	/**
	 * Equal for the same directory only: the library remembers, by resolver, where it
	 * unpacked, and would share one directory's binaries with servers of another.
	 */
	private record BinariesIn(Path directory) implements PgBinaryResolver {

		@Override
		public InputStream getPgBinary(String system, String machineHardware) throws IOException {
			return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
		}

	}

}
