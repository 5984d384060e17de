package dev.mcpgateway.embedded;

import dev.mcpgateway.mongo.OwnMongoConnectionDetails;
import dev.mcpgateway.s3.S3ConnectionDetails;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.gaul.s3proxy.S3Proxy;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Starts each server that no property names, as long as its library is on the class path:
 * it is in a development run and in tests, and is not in the packaged jar. Whoever
 * connects learns the address from Boot's connection details.
 * <p>
 * A server outlives the pools that use it: the container destroys beans in reverse order
 * of their creation, and a pool cannot exist before it was told the address.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedConfiguration {

	// Lazy, so that nothing is made on disk when every server is a real one.
	@Bean
	@Lazy
	DataDirectory embeddedDataDirectory(EmbeddedProperties properties) {
		return DataDirectory.open(properties.path());
	}

	/**
	 * Waits for one server after making sure that the others are on their way too.
	 */
	private static <S extends EmbeddedServer> S await(Startup<S> wanted, ObjectProvider<Startup<?>> all) {
		all.forEach((startup) -> {
		});
		return wanted.server();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EmbeddedPostgres.class)
	@ConditionalOnNoServer(adapter = "postgres", properties = "spring.r2dbc.url")
	static class PostgresConfiguration {

		@Bean
		Startup<EmbeddedPostgresServer> embeddedPostgres(DataDirectory data) {
			return Startup.begin("PostgreSQL", () -> EmbeddedPostgresServer.start(data));
		}

		@Bean
		R2dbcConnectionDetails embeddedPostgresConnectionDetails(Startup<EmbeddedPostgresServer> postgres,
				ObjectProvider<Startup<?>> all) {
			EmbeddedPostgresServer server = await(postgres, all);
			return server::connectionFactoryOptions;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(H2Backend.class)
	@ConditionalOnNoServer(adapter = "mongo", properties = { "spring.mongodb.uri", "spring.mongodb.host" })
	static class MongoConfiguration {

		@Bean
		Startup<EmbeddedMongoServer> embeddedMongo(DataDirectory data) {
			return Startup.begin("MongoDB", () -> EmbeddedMongoServer.start(data));
		}

		@Bean
		OwnMongoConnectionDetails embeddedMongoConnectionDetails(Startup<EmbeddedMongoServer> mongo,
				ObjectProvider<Startup<?>> all) {
			EmbeddedMongoServer server = await(mongo, all);
			return server::connectionString;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(S3Proxy.class)
	@ConditionalOnNoServer(adapter = "s3", properties = { "gateway.s3.endpoint", "gateway.s3.region" })
	static class S3Configuration {

		@Bean
		Startup<EmbeddedS3Server> embeddedS3(DataDirectory data) {
			return Startup.begin("S3", () -> EmbeddedS3Server.start(data));
		}

		// The startup stops the server; a second close by way of this bean would be
		// wrong.
		@Bean(destroyMethod = "")
		S3ConnectionDetails embeddedS3ConnectionDetails(Startup<EmbeddedS3Server> s3, ObjectProvider<Startup<?>> all) {
			return await(s3, all);
		}

	}

}
