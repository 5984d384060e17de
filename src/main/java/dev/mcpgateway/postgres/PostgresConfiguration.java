package dev.mcpgateway.postgres;

import java.util.List;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Shares;
import io.netty.channel.Channel;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Tools and resources on PostgreSQL.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "gateway.postgres.enabled", matchIfMissing = true)
class PostgresConfiguration {

	/**
	 * An option by which a server that nobody else uses says where version 0.1 of the
	 * gateway made its tables, so that they are moved without being asked for.
	 */
	private static final Option<String> FORMER_SCHEMA = Option.valueOf("mcpGatewayFormerSchema");

	/** Exports are few; a stream holds its connection from its beginning to its end. */
	private static final int PERCENT_FOR_STREAMS = 25;

	private static final CodecRegistrar STORED_TIMES = (connection, allocator, registry) -> Mono
		.fromRunnable(() -> registry.addFirst(new Columns.StoredTimes()));

	/** Bounds that the driver would not have by itself, and times as they are stored. */
	@Bean
	ConnectionFactoryOptionsBuilderCustomizer postgresBounds(PostgresProperties properties) {
		return (options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, properties.connectTimeout())
			.option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, properties.statementTimeout())
			.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "mcp-gateway")
			.option(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE, true)
			// As text, parsing two timestamps costs more than the rest of a row together.
			.option(PostgresqlConnectionFactoryProvider.FORCE_BINARY, true)
			.option(PostgresqlConnectionFactoryProvider.EXTENSIONS, List.of(STORED_TIMES));
	}

	/**
	 * Connections on the event loops of the HTTP server: a call that finds a connection
	 * of its own loop wakes no other thread.
	 */
	@Bean
	ConnectionFactoryOptionsBuilderCustomizer postgresEventLoops(ObjectProvider<ReactorResourceFactory> server) {
		return (options) -> server.ifAvailable((resources) -> options
			.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, resources.getLoopResources()));
	}

	@Bean
	GatewaySchema gatewaySchema(PostgresProperties properties) {
		return new GatewaySchema(properties.schema());
	}

	@Bean
	DocumentsTable documentsTable(GatewaySchema schema, PostgresProperties properties) {
		return new DocumentsTable(schema, properties.documents().table());
	}

	@Bean
	PostgresMigration postgresMigration(R2dbcConnectionDetails connection, GatewaySchema schema,
			DocumentsTable documents, PostgresProperties properties, Scheduler blockingScheduler) {
		ConnectionFactoryOptions options = connection.getConnectionFactoryOptions();
		MigrationAddress address = new MigrationAddress(options, properties.migrationUrl(),
				properties.connectTimeout());
		String formerSchema = properties.formerSchema();
		if (formerSchema == null && options.getValue(FORMER_SCHEMA) instanceof String known) {
			formerSchema = known;
		}
		return new PostgresMigration(new GatewayTables(schema, formerSchema, address), documents, properties.migrate(),
				blockingScheduler);
	}

	@Bean
	Bulkhead postgresBulkhead(ConnectionPool pool, PostgresProperties properties) {
		int size = pool.getMetrics().map(PoolMetrics::getMaxAllocatedSize).orElse(1);
		return new Bulkhead(PostgresBackend.NAME, Shares.of(
				new Shares.Pool("gateway.postgres", "spring.r2dbc.pool.max-size", size, 0, PERCENT_FOR_STREAMS, true),
				properties.bulkhead()), properties.bulkhead());
	}

	@Bean
	Database database(ConnectionPool connections, PostgresMigration migration, PostgresProperties properties,
			Bulkhead postgresBulkhead) {
		return new Database(connections, migration, properties, postgresBulkhead);
	}

	@Bean(destroyMethod = "close")
	PostgresBackend postgresBackend(ConnectionPool pool, PostgresMigration migration, PostgresProperties properties) {
		return new PostgresBackend(pool.unwrap(), migration, new PostgresFailures(properties.statementTimeout()));
	}

	@Bean
	PostgresNotifications postgresNotifications(ConnectionPool pool) {
		return new PostgresNotifications(pool.unwrap());
	}

	@Bean
	PostgresServiceStore postgresServiceStore(Database database, PostgresNotifications notifications,
			GatewaySchema schema) {
		return new PostgresServiceStore(database.forState(), notifications, schema);
	}

	@Bean
	PostgresUpdateRelay postgresUpdateRelay(Database database, PostgresNotifications notifications,
			GatewaySchema schema) {
		return new PostgresUpdateRelay(database.forState(), notifications, schema);
	}

	@Bean
	PostgresTaskStore postgresTaskStore(Database database, PostgresNotifications notifications, GatewaySchema schema) {
		return new PostgresTaskStore(database.forState(), notifications, schema);
	}

	@Bean
	Documents documents(Database database, DocumentsTable table) {
		return new Documents(database, table);
	}

	@Bean
	DocumentFeatures documentFeatures(Documents documents, ResourceUpdates updates) {
		return new DocumentFeatures(documents, updates);
	}

	@Bean
	DocumentPrompts documentPrompts(Documents documents, JsonMapper mapper, PostgresProperties properties) {
		return new DocumentPrompts(documents, mapper, properties.maxPromptCharacters());
	}

	@Bean
	DocumentCompletions documentCompletions(Documents documents) {
		return new DocumentCompletions(documents);
	}

}
