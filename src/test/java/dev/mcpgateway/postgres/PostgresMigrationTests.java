package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.testing.TestDatabase;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class PostgresMigrationTests {

	private static final String APPLIED = "SELECT count(*) FROM mcp_gateway_schema_history WHERE type = 'SQL'";

	private static final String OBJECTS = "SELECT count(*) FROM pg_class WHERE relnamespace = ?::regnamespace";

	@Test
	void secondRunChangesNothing() {
		TestDatabase database = TestDatabase.create("migrated_twice");
		migration(database).ready().block();
		int applied = database.count(APPLIED);
		assertThat(applied).isPositive();
		migration(database).ready().block();
		assertThat(database.count(APPLIED)).isEqualTo(applied);
	}

	@RepeatedTest(10)
	void replicasThatStartTogetherOnAFreshDatabaseMigrateOnce(RepetitionInfo round) {
		TestDatabase database = TestDatabase.create("migrated_by_replicas" + round.getCurrentRepetition());
		database.execute("DROP SCHEMA " + database.schema());
		Flux.range(0, 8).flatMap((replica) -> migration(database).ready()).blockLast();
		assertThat(database.count(APPLIED))
			.isEqualTo(database
				.count("SELECT count(DISTINCT version) FROM mcp_gateway_schema_history WHERE success AND type = 'SQL'"))
			.isPositive();
	}

	@Test
	void callThatComesDuringALongMigrationIsNotKeptWaiting() throws SQLException {
		TestDatabase database = TestDatabase.create("migrated_slowly");
		PostgresMigration migration = migration(database);
		try (Connection other = database.connect(); Statement statement = other.createStatement()) {
			statement.execute(
					"SELECT pg_advisory_lock(hashtextextended('mcp-gateway migration of ' || current_schema(), 0))");
			assertThatThrownBy(() -> migration.ready().block(Duration.ofSeconds(20)))
				.isInstanceOf(BackendUnavailableException.class)
				.hasMessageContaining("its tables are being made");
		}
		migration.ready().block(Duration.ofSeconds(20));
		assertThat(database.count(APPLIED)).isPositive();
	}

	@Test
	void missingSchemaIsMade() {
		TestDatabase database = TestDatabase.create("made_when_missing");
		database.execute("DROP SCHEMA made_when_missing");
		migration(database).ready().block();
		assertThat(database.count("SELECT count(*) FROM documents")).isZero();
	}

	@Test
	void roleThatMayNotMakeTheSchemaIsToldOnceWhatToRun(CapturedOutput output) {
		TestDatabase database = TestDatabase.create("not_to_be_made");
		assumeTrue("off".equals(database.query("SHOW is_superuser")), "a superuser may do everything");
		database.execute("DROP SCHEMA not_to_be_made");
		String name = database.query("SELECT current_database()");
		database.execute("REVOKE CREATE ON DATABASE %s FROM %s".formatted(name, TestDatabase.user()));
		try {
			PostgresMigration migration = migration(database);
			migration.start();
			failsAgainAfterTheNextTry(migration);
		}
		finally {
			database.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(name, TestDatabase.user()));
		}
		assertThat(output.getAll())
			.containsOnlyOnce("schema not_to_be_made is missing and the role may not make it. An administrator can run "
					+ "in database " + name + ": CREATE SCHEMA \"not_to_be_made\" AUTHORIZATION " + TestDatabase.user())
			.contains("gateway.postgres.schema")
			.doesNotContain("yet");
	}

	@Test
	void tableOfSomebodyElseInTheSchemaIsLeftAloneAndNamedOnce(CapturedOutput output) {
		TestDatabase database = TestDatabase.create("occupied");
		database.execute("CREATE TABLE services (id integer, uptime interval)");
		PostgresMigration migration = migration(database);
		migration.start();
		failsAgainAfterTheNextTry(migration);
		assertThat(output.getAll())
			.containsOnlyOnce("schema occupied has a table services that the gateway did not make")
			.contains("gateway.postgres.schema")
			.doesNotContain("yet");
		assertThat(database.count(OBJECTS, "occupied")).isOne();
		database.execute("DROP TABLE services");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptions()
			.until(() -> migration.ready().thenReturn(true).block(), Boolean::booleanValue);
		assertThat(output.getAll()).contains("6 migrations applied");
	}

	private static void failsAgainAfterTheNextTry(PostgresMigration migration) {
		assertThatThrownBy(() -> migration.ready().block()).isNotInstanceOf(BackendUnavailableException.class);
		// Longer than a failure is remembered, so that the migration is tried once more.
		Awaitility.await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
		assertThatThrownBy(() -> migration.ready().block()).isNotInstanceOf(BackendUnavailableException.class);
	}

	@Test
	void tablesOfVersion01AreMovedWithTheirRows() {
		TestDatabase former = installVersion01("installed_before");
		TestDatabase database = TestDatabase.create("moved_to");
		migration(database, "installed_before").ready().block();
		assertThat(former.count(OBJECTS, "installed_before")).isZero();
		assertThat(database.query("SELECT content FROM documents WHERE search_vector @@ to_tsquery('keep')"))
			.isEqualTo("Keep me");
		assertThat(database.query("SELECT id FROM services")).isEqualTo("old-service");
		assertThat(database.query("SELECT service_revision FROM moved_to.register_service('old-service', '{}', 9)"))
			.isEqualTo("2");
		assertThat(database.query("INSERT INTO documents (title, content) VALUES ('t', 'c') RETURNING id"))
			.isEqualTo("2");
		migration(database, "installed_before").ready().block();
		assertThat(database.count("SELECT count(*) FROM documents")).isEqualTo(2);
	}

	@Test
	void tablesOfVersion01OnARealServerStayUntilAnOperatorDecides(CapturedOutput output) {
		TestDatabase former = installVersion01("installed_on_a_server");
		TestDatabase database = TestDatabase.create("beside_version_01");
		PostgresMigration migration = migration(database, former);
		assertThatThrownBy(() -> migration.ready().block()).isNotInstanceOf(GatewayException.class);
		assertThat(output.getAll()).contains("gateway.postgres.former-schema=installed_on_a_server",
				"gateway.postgres.schema=installed_on_a_server",
				"drop the table installed_on_a_server.mcp_gateway_schema_history");
		assertThat(former.query("SELECT content FROM documents")).isEqualTo("Keep me");
		assertThat(database.count(OBJECTS, "beside_version_01")).isZero();
	}

	@Test
	void tableThatVersion01TookOverIsNotMoved(CapturedOutput output) {
		TestDatabase former = TestDatabase.create("took_over");
		former.execute("CREATE TABLE documents (id serial PRIMARY KEY, title varchar(255) NOT NULL, "
				+ "content text NOT NULL, created_at timestamptz, updated_at timestamptz, owner text)");
		migrateAsVersion01(former);
		TestDatabase database = TestDatabase.create("not_taken_over");
		PostgresMigration migration = migration(database, "took_over");
		assertThatThrownBy(() -> migration.ready().block()).isNotInstanceOf(GatewayException.class);
		assertThat(output.getAll()).contains("gateway.postgres.documents.table=took_over.documents");
		assertThat(former.count("SELECT count(*) FROM documents")).isZero();
		assertThat(database.count(OBJECTS, "not_taken_over")).isZero();
	}

	private static TestDatabase installVersion01(String schema) {
		TestDatabase database = TestDatabase.create(schema);
		migrateAsVersion01(database);
		database.execute("INSERT INTO documents (title, content) VALUES ('Old', 'Keep me');"
				+ "SELECT register_service('old-service', '{\"port\": 1}', 10)");
		return database;
	}

	private static void migrateAsVersion01(TestDatabase database) {
		Flyway.configure()
			.dataSource("jdbc:postgresql://%s:%d/%s".formatted(TestDatabase.host(), TestDatabase.port(),
					database.query("SELECT current_database()")), TestDatabase.user(), TestDatabase.password())
			.defaultSchema(database.schema())
			.table("mcp_gateway_schema_history")
			.locations("classpath:db/migration")
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.target("5")
			.load()
			.migrate();
	}

	private static PostgresMigration migration(TestDatabase database) {
		return migration(database, (String) null);
	}

	private static PostgresMigration migration(TestDatabase database, @Nullable String formerSchema) {
		return migration(database.schema(), formerSchema, database);
	}

	/** Of a gateway whose connections find the tables of another schema first. */
	private static PostgresMigration migration(TestDatabase database, TestDatabase found) {
		return migration(database.schema(), null, found);
	}

	private static PostgresMigration migration(String name, @Nullable String formerSchema, TestDatabase found) {
		ConnectionFactoryOptions server = ConnectionFactoryOptions.parse(found.r2dbcUrl(TestDatabase.port()))
			.mutate()
			.option(ConnectionFactoryOptions.HOST, TestDatabase.host())
			.option(ConnectionFactoryOptions.USER, TestDatabase.user())
			.option(ConnectionFactoryOptions.PASSWORD, TestDatabase.password())
			.build();
		GatewaySchema schema = new GatewaySchema(name);
		MigrationAddress address = new MigrationAddress(server, null, Duration.ofSeconds(5));
		return new PostgresMigration(new GatewayTables(schema, formerSchema, address), new DocumentsTable(schema, null),
				true, Schedulers.boundedElastic());
	}

}
