package dev.mcpgateway.embedded;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.mcpgateway.s3.S3ConnectionDetails;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three servers by way of Boot's own clients of them.
 */
class EmbeddedServersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ApplicationContextRunner contexts;

	EmbeddedServersTests(@TempDir Path temporary) {
		this.contexts = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(R2dbcAutoConfiguration.class, MongoReactiveAutoConfiguration.class))
			.withUserConfiguration(EmbeddedConfiguration.class)
			.withPropertyValues("gateway.embedded.data-directory=" + temporary.resolve("data"));
	}

	@Test
	void theyStartOnAFreshDirectoryAndKeepTheirDataAcrossARestart() {
		AtomicReference<URI> presigned = new AtomicReference<>();
		this.contexts.run((context) -> {
			assertThat(context).hasNotFailed();
			write(context);
			S3ConnectionDetails s3 = context.getBean(S3ConnectionDetails.class);
			presigned.set(presign(s3));
			assertThat(get(presigned.get())).isEqualTo("kept object");
			isAskedForCredentials(context);
		});
		this.contexts.run((context) -> {
			assertThat(context).hasNotFailed();
			read(context);
			assertThat(get(presigned.get())).isEqualTo("kept object");
		});
	}

	@Test
	void theyOutliveThePoolsThatUseThem() {
		this.contexts.withUserConfiguration(LastWriter.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(sql(context.getBean(ConnectionPool.class), "CREATE TABLE note (text text)")).isEmpty();
		});
		this.contexts.run((context) -> assertThat(sql(context.getBean(ConnectionPool.class), "SELECT text FROM note"))
			.isEqualTo("written on the way down"));
	}

	private static void write(ApplicationContext context) {
		ConnectionFactory postgres = context.getBean(ConnectionFactory.class);
		sql(postgres, "CREATE TABLE note (text text)");
		sql(postgres, "INSERT INTO note VALUES ('Ünïcode kept row')");
		assertThat(sql(postgres, "SELECT upper(text) FROM note")).isEqualTo("ÜNÏCODE KEPT ROW");
		assertThat(sql(postgres, "SHOW fsync")).isEqualTo("on");
		assertThat(sql(postgres, "SHOW synchronous_commit")).isEqualTo("on");
		assertThat(sql(postgres, "SHOW max_connections")).isEqualTo("100");
		assertThat(sql(postgres, "SHOW server_version")).startsWith(EmbeddedPostgresServer.MAJOR_VERSION + ".");
		assertThat(sql(postgres, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
			.isEqualTo("false");
		StepVerifier.create(notes(context).insertOne(new Document("text", "kept document")))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier
			.create(Mono
				.from(context.getBean(MongoClient.class).getDatabase("admin").runCommand(new Document("hello", 1)))
				.map((hello) -> hello.getBoolean("isWritablePrimary")))
			.expectNext(true)
			.expectComplete()
			.verify(TIMEOUT);
		try (S3AsyncClient s3 = s3(context.getBean(S3ConnectionDetails.class))) {
			s3.createBucket((bucket) -> bucket.bucket("notes")).join();
			s3.putObject((object) -> object.bucket("notes").key("folder/note.txt").contentType("text/plain"),
					AsyncRequestBody.fromString("kept object"))
				.join();
		}
	}

	private static void read(ApplicationContext context) {
		assertThat(sql(context.getBean(ConnectionFactory.class), "SELECT text FROM note"))
			.isEqualTo("Ünïcode kept row");
		StepVerifier.create(Flux.from(notes(context).find()).map((note) -> note.getString("text")))
			.expectNext("kept document")
			.expectComplete()
			.verify(TIMEOUT);
		try (S3AsyncClient s3 = s3(context.getBean(S3ConnectionDetails.class))) {
			var object = s3
				.getObject((request) -> request.bucket("notes").key("folder/note.txt"),
						AsyncResponseTransformer.toBytes())
				.join();
			assertThat(object.asUtf8String()).isEqualTo("kept object");
			assertThat(object.response().contentType()).isEqualTo("text/plain");
			assertThat(s3.listObjectsV2((request) -> request.bucket("notes")).join().contents()).hasSize(1);
		}
	}

	private static void isAskedForCredentials(ApplicationContext context) throws Exception {
		ConnectionFactoryOptions options = context.getBean(R2dbcConnectionDetails.class).getConnectionFactoryOptions();
		for (String user : new String[] { "gateway", "postgres" }) {
			ConnectionFactory guest = ConnectionFactories.get(options.mutate()
				.option(ConnectionFactoryOptions.USER, user)
				.option(ConnectionFactoryOptions.PASSWORD, "guess")
				.build());
			StepVerifier.create(guest.create())
				.expectErrorMessage("password authentication failed for user \"" + user + "\"")
				.verify(TIMEOUT);
		}
		HttpRequest anonymous = HttpRequest.newBuilder(context.getBean(S3ConnectionDetails.class).endpoint()).build();
		try (HttpClient client = HttpClient.newHttpClient()) {
			assertThat(client.send(anonymous, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(403);
		}
	}

	/**
	 * Runs one statement.
	 * @return the first column of the first row, or an empty string
	 */
	private static String sql(ConnectionFactory connections, String statement) {
		Mono<String> value = Mono.usingWhen(connections.create(),
				(connection) -> Flux.from(connection.createStatement(statement).execute())
					.flatMap((result) -> result.map((row) -> String.valueOf(row.get(0))))
					.next()
					.defaultIfEmpty(""),
				(connection) -> connection.close());
		return Objects.requireNonNull(value.block(TIMEOUT));
	}

	private static MongoCollection<Document> notes(ApplicationContext context) {
		return context.getBean(MongoClient.class).getDatabase("gateway").getCollection("notes");
	}

	private static S3AsyncClient s3(S3ConnectionDetails details) {
		return S3AsyncClient.builder()
			.endpointOverride(details.endpoint())
			.region(Region.of(details.region()))
			.credentialsProvider(credentials(details))
			.forcePathStyle(true)
			.build();
	}

	private static StaticCredentialsProvider credentials(S3ConnectionDetails details) {
		return StaticCredentialsProvider.create(AwsBasicCredentials.create(details.accessKey(), details.secretKey()));
	}

	private static URI presign(S3ConnectionDetails details) {
		try (S3Presigner presigner = S3Presigner.builder()
			.endpointOverride(details.endpoint())
			.region(Region.of(details.region()))
			.credentialsProvider(credentials(details))
			.serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
			.build()) {
			return URI.create(
					presigner
						.presignGetObject((request) -> request.signatureDuration(Duration.ofMinutes(10))
							.getObjectRequest((object) -> object.bucket("notes").key("folder/note.txt")))
						.url()
						.toString());
		}
	}

	private static String get(URI uri) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
		}
	}

	/**
	 * Uses the pool at the last moment at which a bean can: while it is destroyed.
	 */
	static class LastWriter {

		@Bean(destroyMethod = "run")
		Runnable lastWrite(ConnectionPool pool) {
			return () -> sql(pool, "INSERT INTO note VALUES ('written on the way down')");
		}

	}

}
