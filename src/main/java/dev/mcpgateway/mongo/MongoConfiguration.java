package dev.mcpgateway.mongo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.event.CommandSucceededEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Shares;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.mongodb.MongoCommandTagsProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.StandardMongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Features on MongoDB. The client is Spring Boot's; it connects when it is first used, so
 * the gateway starts without a server.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "gateway.mongo.enabled", matchIfMissing = true)
class MongoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(MongoConfiguration.class);

	/**
	 * How much longer the gateway waits for an answer than the server may work on it: the
	 * server's own word that it ran out of time is better than a broken connection.
	 */
	private static final Duration ANSWER_MARGIN = Duration.ofSeconds(1);

	/** Between its batches a stream holds no connection. */
	private static final int PERCENT_FOR_STREAMS = 60;

	/** Where a URI says that a pool has no limit. */
	private static final int MOST_CONNECTIONS = 1000;

	/** The client's threads: the driver's own would take two seconds to end. */
	@Bean(destroyMethod = "close")
	MongoEventLoops mongoEventLoops() {
		return new MongoEventLoops();
	}

	/** Takes the place of Spring Boot's, which leaves the threads to the driver. */
	@Bean
	MongoClientSettings mongoClientSettings(MongoEventLoops loops) {
		return MongoClientSettings.builder().transportSettings(loops.transport()).build();
	}

	/** Spring Boot's own, which it makes only together with its settings. */
	@Bean
	StandardMongoClientSettingsBuilderCustomizer standardMongoSettings(MongoConnectionDetails connection,
			org.springframework.boot.mongodb.autoconfigure.MongoProperties properties) {
		return new StandardMongoClientSettingsBuilderCustomizer(connection, properties.getRepresentation().getUuid());
	}

	/** Comes before the connection string is applied, which therefore wins. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	MongoClientSettingsBuilderCustomizer mongoBounds(MongoProperties properties) {
		return (settings) -> bound(settings, properties);
	}

	private static void bound(MongoClientSettings.Builder settings, MongoProperties properties) {
		long connectMillis = properties.connectTimeout().toMillis();
		long answerMillis = properties.operationTimeout().plus(ANSWER_MARGIN).toMillis();
		settings
			.applyToClusterSettings((cluster) -> cluster.serverSelectionTimeout(connectMillis, TimeUnit.MILLISECONDS))
			.applyToSocketSettings((socket) -> socket.connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
				.readTimeout(answerMillis, TimeUnit.MILLISECONDS))
			.applyToConnectionPoolSettings((pool) -> pool.maxSize(properties.maxConnections())
				.maxWaitTime(properties.acquireTimeout().toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * The database of the items. Its writes are always confirmed, even when the
	 * connection string says otherwise: tools tell what they did.
	 */
	@Bean
	MongoDatabase mongoDatabase(MongoClient client, MongoConnectionDetails connection, MongoProperties properties) {
		MongoDatabase database = client.getDatabase(database(connection, properties));
		return database.getWriteConcern().isAcknowledged() ? database
				: database.withWriteConcern(WriteConcern.ACKNOWLEDGED);
	}

	/**
	 * A database that the URI names belongs to somebody else, unless the whole server is
	 * the gateway's.
	 */
	private static String database(MongoConnectionDetails connection, MongoProperties properties) {
		String named = connection.getConnectionString().getDatabase();
		if (properties.database() != null) {
			return properties.database();
		}
		if (named == null) {
			return MongoProperties.OWN_DATABASE;
		}
		if (connection instanceof OwnMongoConnectionDetails) {
			return named;
		}
		if (!named.equals(MongoProperties.OWN_DATABASE)) {
			logger.info("Items are kept in the database {}, not in {}, which the MongoDB URI names; "
					+ "gateway.mongo.database chooses another", MongoProperties.OWN_DATABASE, named);
		}
		return MongoProperties.OWN_DATABASE;
	}

	/**
	 * Metrics without the names of collections, which callers make up: there would be no
	 * end of time series.
	 */
	@Bean
	MongoCommandTagsProvider mongoCommandTags() {
		return (event) -> Tags.of("command", event.getCommandName(), "server.address",
				event.getConnectionDescription().getServerAddress().toString(), "status",
				(event instanceof CommandSucceededEvent) ? "SUCCESS" : "FAILED");
	}

	@Bean
	MongoBackend mongoBackend(MongoDatabase mongoDatabase) {
		return new MongoBackend(mongoDatabase);
	}

	/**
	 * One connection is left for health; an option of the URI wins, as it does in the
	 * pool.
	 */
	@Bean
	Bulkhead mongoBulkhead(MongoConnectionDetails connection, MongoProperties properties) {
		Integer named = connection.getConnectionString().getMaxConnectionPoolSize();
		int size = (named == null) ? properties.maxConnections() : (named == 0) ? MOST_CONNECTIONS : named;
		return new Bulkhead(MongoFailures.BACKEND, Shares.of(
				new Shares.Pool("gateway.mongo", "gateway.mongo.max-connections", size, 1, PERCENT_FOR_STREAMS, false),
				properties.bulkhead()), properties.bulkhead());
	}

	@Bean
	Items items(MongoDatabase mongoDatabase, MongoProperties properties, Bulkhead mongoBulkhead) {
		return new Items(mongoDatabase, properties.batchSize(), new MongoFailures(properties.operationTimeout()),
				mongoBulkhead);
	}

	@Bean
	ItemFeatures itemFeatures(Items items, ResourceUpdates updates) {
		return new ItemFeatures(items, updates);
	}

	@Bean
	ItemCompletions itemCompletions(Items items) {
		return new ItemCompletions(items);
	}

	@Bean
	CollectionFeatures collectionFeatures(Items items) {
		return new CollectionFeatures(items);
	}

}
