package dev.mcpgateway.mongo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.mcpgateway.registry.ResourceUpdateHub;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing listens where these contexts point: a client connects when it is used.
 */
class MongoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MongoReactiveAutoConfiguration.class))
		.withUserConfiguration(MongoConfiguration.class, Settings.class, ResourceUpdateHub.class);

	@Test
	void boundsHoldWhenTheUriHasNone() {
		this.runner.withPropertyValues("spring.mongodb.uri=mongodb://127.0.0.1:1/?appName=x").run((context) -> {
			MongoClientSettings settings = context.getBean(Settings.class).settings();
			assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS)).isEqualTo(2000);
			assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.MILLISECONDS)).isEqualTo(2000);
			assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.MILLISECONDS)).isEqualTo(31_000);
			assertThat(settings.getConnectionPoolSettings().getMaxSize()).isEqualTo(20);
			assertThat(settings.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.SECONDS)).isEqualTo(10);
		});
	}

	@Test
	void whatTheUriSaysWinsOverTheBounds() {
		this.runner
			.withPropertyValues("gateway.mongo.connect-timeout=3s",
					"spring.mongodb.uri=mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=7000&connectTimeoutMS=6000"
							+ "&socketTimeoutMS=5000&maxPoolSize=4&waitQueueTimeoutMS=3000")
			.run((context) -> {
				MongoClientSettings settings = context.getBean(Settings.class).settings();
				assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS))
					.isEqualTo(7000);
				assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.MILLISECONDS)).isEqualTo(6000);
				assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.MILLISECONDS)).isEqualTo(5000);
				assertThat(settings.getConnectionPoolSettings().getMaxSize()).isEqualTo(4);
				assertThat(settings.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.MILLISECONDS)).isEqualTo(3000);
			});
	}

	@Test
	void databaseOfTheUriIsSomebodyElses() {
		for (String uri : new String[] { "mongodb://127.0.0.1:1", "mongodb://127.0.0.1:1/company" }) {
			this.runner.withPropertyValues("spring.mongodb.uri=" + uri)
				.run((context) -> assertThat(context.getBean(MongoDatabase.class).getName()).isEqualTo("mcp_gateway"));
			this.runner.withPropertyValues("spring.mongodb.uri=" + uri, "gateway.mongo.database=")
				.run((context) -> assertThat(context.getBean(MongoDatabase.class).getName()).isEqualTo("mcp_gateway"));
			this.runner.withPropertyValues("spring.mongodb.uri=" + uri, "gateway.mongo.database=mine")
				.run((context) -> assertThat(context.getBean(MongoDatabase.class).getName()).isEqualTo("mine"));
		}
	}

	@Test
	void databaseOfAServerOfItsOwnIsTheGateways() {
		this.runner
			.withBean(OwnMongoConnectionDetails.class,
					() -> () -> new ConnectionString("mongodb://127.0.0.1:1/gateway"))
			.run((context) -> assertThat(context.getBean(MongoDatabase.class).getName()).isEqualTo("gateway"));
	}

	@Test
	void writesAreConfirmedWhateverTheUriSays() {
		this.runner.withPropertyValues("spring.mongodb.uri=mongodb://127.0.0.1:1/?w=0")
			.run((context) -> assertThat(context.getBean(MongoDatabase.class).getWriteConcern())
				.isEqualTo(WriteConcern.ACKNOWLEDGED));
	}

	@Test
	void boundsThatMakeNoSenseStopTheStart() {
		for (String wrong : new String[] { "connect-timeout=0s", "max-connections=0", "batch-size=100000",
				"operation-timeout=2h", "database=a/b" }) {
			this.runner.withPropertyValues("gateway.mongo." + wrong)
				.run((context) -> assertThat(context).as(wrong).hasFailed());
		}
	}

	/**
	 * Remembers the client's settings.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MongoProperties.class)
	static class Settings {

		private final AtomicReference<MongoClientSettings> seen = new AtomicReference<>();

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		MongoClientSettingsBuilderCustomizer remember() {
			return (builder) -> this.seen.set(builder.build());
		}

		MongoClientSettings settings() {
			return this.seen.get();
		}

	}

}
