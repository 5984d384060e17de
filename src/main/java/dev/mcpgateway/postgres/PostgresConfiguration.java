package dev.mcpgateway.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
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

	/** Bounds that the driver would not have by itself. */
	@Bean
	ConnectionFactoryOptionsBuilderCustomizer postgresBounds(PostgresProperties properties) {
		return (options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, properties.connectTimeout())
			.option(PostgresqlConnectionFactoryProvider.STATEMENT_TIMEOUT, properties.statementTimeout())
			.option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "mcp-gateway")
			.option(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE, true)
			// As text, parsing two timestamps costs more than the rest of a row together.
			.option(PostgresqlConnectionFactoryProvider.FORCE_BINARY, true);
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
	PostgresMigration postgresMigration(R2dbcConnectionDetails connection, PostgresProperties properties,
			Scheduler blockingScheduler) {
		return new PostgresMigration(connection.getConnectionFactoryOptions(), properties, blockingScheduler);
	}

	@Bean
	Database database(ConnectionFactory connections, PostgresMigration migration, PostgresProperties properties) {
		return new Database(connections, migration, properties);
	}

	@Bean
	PostgresBackend postgresBackend(Database database) {
		return new PostgresBackend(database);
	}

	@Bean
	PostgresNotifications postgresNotifications(ConnectionPool pool) {
		return new PostgresNotifications(pool.unwrap());
	}

	@Bean
	PostgresServiceStore postgresServiceStore(Database database, PostgresNotifications notifications) {
		return new PostgresServiceStore(database, notifications);
	}

	@Bean
	PostgresUpdateRelay postgresUpdateRelay(Database database, PostgresNotifications notifications) {
		return new PostgresUpdateRelay(database, notifications);
	}

	@Bean
	PostgresTaskStore postgresTaskStore(Database database, PostgresNotifications notifications) {
		return new PostgresTaskStore(database, notifications);
	}

	@Bean
	Documents documents(Database database) {
		return new Documents(database);
	}

	@Bean
	DocumentFeatures documentFeatures(Documents documents) {
		return new DocumentFeatures(documents);
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
