package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class PostgresMigrationTests {

	private static final String APPLIED = "SELECT count(*) FROM mcp_gateway_schema_history WHERE type = 'SQL'";

	@Test
	void secondRunChangesNothing() {
		TestDatabase database = TestDatabase.create("migrated_twice");
		migration(database).ready().block();
		int applied = database.count(APPLIED);
		assertThat(applied).isPositive();
		migration(database).ready().block();
		assertThat(database.count(APPLIED)).isEqualTo(applied);
	}

	@Test
	void replicasThatStartTogetherMigrateOnce() {
		TestDatabase database = TestDatabase.create("migrated_by_replicas");
		Flux.range(0, 4).flatMap((replica) -> migration(database).ready()).blockLast();
		assertThat(database.count(APPLIED)).isEqualTo(database.count(
				"SELECT count(DISTINCT version) FROM mcp_gateway_schema_history WHERE success " + "AND type = 'SQL'"))
			.isPositive();
	}

	@Test
	void callThatComesDuringALongMigrationIsNotKeptWaiting() throws SQLException {
		TestDatabase database = TestDatabase.create("migrated_slowly");
		database.execute("CREATE TABLE documents (id serial PRIMARY KEY, title varchar(255) NOT NULL, "
				+ "content text NOT NULL, created_at timestamptz, updated_at timestamptz)");
		PostgresMigration migration = migration(database);
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE documents");
			assertThatThrownBy(() -> migration.ready().block(Duration.ofSeconds(20)))
				.isInstanceOf(BackendUnavailableException.class)
				.hasMessageContaining("its tables are being made");
			other.rollback();
		}
		migration.ready().block(Duration.ofSeconds(20));
		assertThat(database.count(APPLIED)).isPositive();
	}

	@Test
	void tableOfAnotherServiceIsTakenOverWithItsRows() {
		TestDatabase database = TestDatabase.create("taken_over");
		database.execute("""
				CREATE TABLE documents (
				    id serial PRIMARY KEY,
				    title varchar(255) NOT NULL,
				    content text NOT NULL,
				    created_at timestamptz,
				    updated_at timestamptz DEFAULT now());
				INSERT INTO documents (title, content, created_at, updated_at) VALUES
				    ('Elder', 'of another service', '2020-01-01Z', '2020-01-02Z'),
				    ('Timeless', 'of another service', NULL, NULL);""");
		try (PostgresGateway gateway = PostgresGateway.start(database,
				TcpProxy.to(TestDatabase.host(), TestDatabase.port()))) {
			JsonNode elder = gateway.resource("documents://1").json();
			assertThat(elder.get("created_at").stringValue()).isEqualTo("2020-01-01T00:00:00Z");
			assertThat(elder.get("updated_at").stringValue()).isEqualTo("2020-01-02T00:00:00Z");
			assertThat(gateway.value("search_documents", Map.of("query", "another")).get("results")).hasSize(2);
			assertThat(gateway.create("New", "of the gateway")).isEqualTo(3);
			List<JsonNode> all = gateway.tool("export_documents", Map.of()).lines();
			assertThat(all).hasSize(3).allSatisfy((line) -> assertThat(line.get("created_at").isString()).isTrue());
		}
	}

	private static PostgresMigration migration(TestDatabase database) {
		ConnectionFactoryOptions server = ConnectionFactoryOptions.parse(database.r2dbcUrl(TestDatabase.port()))
			.mutate()
			.option(ConnectionFactoryOptions.HOST, TestDatabase.host())
			.option(ConnectionFactoryOptions.USER, TestDatabase.user())
			.option(ConnectionFactoryOptions.PASSWORD, TestDatabase.password())
			.build();
		return new PostgresMigration(server,
				new PostgresProperties(true, Duration.ofSeconds(5), Duration.ofSeconds(30), 500, 1000, true),
				Schedulers.boundedElastic());
	}

}
