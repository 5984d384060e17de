package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the migration, which needs JDBC, reaches the server: at a JDBC URL of its own, or
 * where R2DBC does. Of the options of R2DBC these are translated: host, port, database,
 * user, password, TLS (mode, root certificate, certificate, key), server parameters and
 * several hosts with their target type. Those that only tune R2DBC are left out, and
 * those that would lead elsewhere or weaken TLS are refused.
 */
final class MigrationAddress {

	private static final int DEFAULT_PORT = 5432;

	/** What JDBC cannot do, or does otherwise. */
	private static final List<Option<?>> UNTRANSLATABLE = List.of(PostgresqlConnectionFactoryProvider.SOCKET,
			PostgresqlConnectionFactoryProvider.SSL_CONTEXT_BUILDER_CUSTOMIZER,
			PostgresqlConnectionFactoryProvider.SSL_HOSTNAME_VERIFIER,
			PostgresqlConnectionFactoryProvider.SSL_NEGOTIATION,
			PostgresqlConnectionFactoryProvider.SSL_NEGOTIATION_ALIAS);

	private final ConnectionFactoryOptions options;

	private final @Nullable String url;

	private final Duration connectTimeout;

	MigrationAddress(ConnectionFactoryOptions options, @Nullable String url, Duration connectTimeout) {
		this.options = options;
		this.url = url;
		this.connectTimeout = connectTimeout;
	}

	/**
	 * A source of JDBC connections.
	 * @throws GatewayTables.CannotMigrateException when an option of R2DBC has no
	 * counterpart
	 */
	PGSimpleDataSource dataSource() {
		PGSimpleDataSource source = new PGSimpleDataSource();
		if (this.url != null) {
			source.setUrl(this.url);
		}
		else {
			translate(source);
		}
		if (source.getUser() == null) {
			source.setUser(text(ConnectionFactoryOptions.USER));
			source.setPassword(text(ConnectionFactoryOptions.PASSWORD));
		}
		source.setApplicationName("mcp-gateway-migration");
		int seconds = (int) Math.max(1, this.connectTimeout.toSeconds());
		source.setConnectTimeout(seconds);
		source.setLoginTimeout(seconds);
		source.setTcpKeepAlive(true);
		return source;
	}

	/** The schema in which a table without one is found first, when R2DBC names one. */
	@Nullable String schema() {
		String schema = text(PostgresqlConnectionFactoryProvider.SCHEMA);
		return (schema != null) ? schema : text(PostgresqlConnectionFactoryProvider.CURRENT_SCHEMA);
	}

	private void translate(PGSimpleDataSource source) {
		requireTranslatable();
		hosts(source);
		source.setDatabaseName(text(ConnectionFactoryOptions.DATABASE));
		String targets = text(PostgresqlConnectionFactoryProvider.TARGET_SERVER_TYPE);
		if (targets != null) {
			source.setTargetServerType(targets);
		}
		source.setOptions(serverParameters());
		tls(source);
	}

	/** R2DBC takes them as a map, or in a URL as {@code name=value;name=value}. */
	private @Nullable String serverParameters() {
		Object given = this.options.getValue((Option<?>) PostgresqlConnectionFactoryProvider.OPTIONS);
		if (given == null) {
			return null;
		}
		Stream<String> parameters = (given instanceof Map<?, ?> map)
				? map.entrySet().stream().map((each) -> each.getKey() + "=" + each.getValue())
				: Stream.of(given.toString().split(";", -1));
		return parameters.map((each) -> "-c " + each.replace("\\", "\\\\").replace(" ", "\\ "))
			.collect(Collectors.joining(" "));
	}

	private void requireTranslatable() {
		List<String> found = Stream
			.concat(UNTRANSLATABLE.stream().filter((each) -> this.options.getValue(each) != null).map(Option::name),
					Stream.ofNullable(sslMode()).filter("tunnel"::equals).map((mode) -> "sslMode=tunnel"))
			.toList();
		if (!found.isEmpty()) {
			throw new GatewayTables.CannotMigrateException(
					"the options %s of spring.r2dbc have no counterpart in JDBC, by which tables are made. "
						.formatted(found)
							+ "Set gateway.postgres.migration-url to the JDBC URL (jdbc:postgresql://…) of the same "
							+ "database.");
		}
	}

	/** R2DBC knows several hosts as {@code a:1,b:2}. */
	private void hosts(PGSimpleDataSource source) {
		String host = text(ConnectionFactoryOptions.HOST);
		String port = text(ConnectionFactoryOptions.PORT);
		int usual = (port != null) ? Integer.parseInt(port) : DEFAULT_PORT;
		List<String> names = new ArrayList<>();
		List<Integer> ports = new ArrayList<>();
		for (String each : ((host != null) ? host : "localhost").split(",", -1)) {
			int colon = each.lastIndexOf(':');
			boolean numbered = colon > 0 && each.indexOf(':') == colon;
			names.add(numbered ? each.substring(0, colon) : each);
			ports.add(numbered ? Integer.parseInt(each.substring(colon + 1)) : usual);
		}
		source.setServerNames(names.toArray(String[]::new));
		source.setPortNumbers(ports.stream().mapToInt(Integer::intValue).toArray());
	}

	private void tls(PGSimpleDataSource source) {
		String mode = sslMode();
		if (mode != null) {
			source.setSslMode(mode);
		}
		String rootCertificate = text(PostgresqlConnectionFactoryProvider.SSL_ROOT_CERT);
		if (rootCertificate != null) {
			source.setSslRootCert(rootCertificate);
		}
		String certificate = text(PostgresqlConnectionFactoryProvider.SSL_CERT);
		if (certificate != null) {
			source.setSslCert(certificate);
		}
		String key = text(PostgresqlConnectionFactoryProvider.SSL_KEY);
		if (key != null) {
			source.setSslKey(key);
		}
		String password = text(PostgresqlConnectionFactoryProvider.SSL_PASSWORD);
		if (password != null) {
			source.setSslPassword(password);
		}
	}

	/** As the driver reads it: {@code ssl=true} alone means the strictest mode. */
	private @Nullable String sslMode() {
		String mode = text(PostgresqlConnectionFactoryProvider.SSL_MODE);
		if (mode == null) {
			mode = text(PostgresqlConnectionFactoryProvider.SSL_MODE_ALIAS);
		}
		if (mode == null && Boolean.parseBoolean(text(ConnectionFactoryOptions.SSL))) {
			mode = SSLMode.VERIFY_FULL.name();
		}
		return (mode != null) ? mode.toLowerCase(Locale.ROOT).replace('_', '-') : null;
	}

	private @Nullable String text(Option<?> option) {
		Object value = this.options.getValue(option);
		return (value != null) ? value.toString() : null;
	}

}
