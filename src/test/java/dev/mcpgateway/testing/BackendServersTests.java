package dev.mcpgateway.testing;

import java.util.Map;
import java.util.TreeMap;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackendServersTests {

	private final BackendServers servers = BackendServers.shared();

	@Test
	void postgresAnswersWithItsCredentials() {
		ConnectionFactory connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(this.servers.r2dbcUrl())
			.mutate()
			.option(ConnectionFactoryOptions.USER, this.servers.username())
			.option(ConnectionFactoryOptions.PASSWORD, this.servers.password())
			.build());
		Flux<String> version = Flux.usingWhen(connections.create(),
				(connection) -> Flux.from(connection.createStatement("SHOW server_version").execute())
					.flatMap((result) -> result.map((row) -> String.valueOf(row.get(0)))),
				(connection) -> connection.close());
		StepVerifier.create(version).expectNextMatches((text) -> text.startsWith("18")).verifyComplete();
	}

	@Test
	void mongoAnswersAndHasADatabaseName() {
		try (MongoClient client = MongoClients.create(this.servers.mongoUri())) {
			assertThat(this.servers.mongoUri()).endsWith("/gateway");
			StepVerifier
				.create(Mono.from(client.getDatabase("gateway").runCommand(new Document("hello", 1)))
					.map((hello) -> hello.getBoolean("isWritablePrimary")))
				.expectNext(true)
				.verifyComplete();
		}
	}

	@Test
	void s3AnswersWithItsCredentials() {
		try (S3AsyncClient client = S3AsyncClient.builder()
			.endpointOverride(this.servers.s3Endpoint())
			.region(Region.of(this.servers.s3Region()))
			.credentialsProvider(StaticCredentialsProvider
				.create(AwsBasicCredentials.create(this.servers.s3AccessKey(), this.servers.s3SecretKey())))
			.forcePathStyle(true)
			.build()) {
			assertThat(client.listBuckets().join().buckets()).isNotNull();
		}
	}

	@Test
	void everyPropertyOfARealServerIsRegistered() {
		Map<String, Object> properties = new TreeMap<>();
		BackendServers.registerProperties((name, value) -> properties.put(name, String.valueOf(value.get())));
		assertThat(properties).containsOnlyKeys("gateway.s3.access-key", "gateway.s3.endpoint", "gateway.s3.path-style",
				"gateway.s3.region", "gateway.s3.secret-key", "spring.mongodb.uri", "spring.r2dbc.password",
				"spring.r2dbc.url", "spring.r2dbc.username");
	}

	@Test
	void anUnknownChoiceIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> BackendServers.start("vagrant"))
			.withMessageContaining("mcpgateway.test.servers is 'vagrant'");
	}

}
