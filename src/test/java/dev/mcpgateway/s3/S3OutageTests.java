package dev.mcpgateway.s3;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that is absent when the gateway starts, and dies and comes back while it runs.
 */
@S3Test
@TestPropertySource(properties = "gateway.s3.request-timeout=1s")
class S3OutageTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final S3Wire wire = S3Wire.to(server.port());

	private final S3Gateway gateway;

	S3OutageTests(@LocalServerPort int port) {
		this.gateway = new S3Gateway(port);
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		wire.disconnect();
		properties.add("gateway.s3.endpoint", wire::endpoint);
	}

	@AfterAll
	static void stop() {
		wire.close();
		server.close();
	}

	@BeforeEach
	void dead() {
		wire.disconnect();
	}

	@Test
	void everythingAnswersAtOnceThatADeadStoreIsUnavailableAndHealsWhenItComes() {
		assertUnavailable(this.gateway.call("list_files", Map.of()));
		assertUnavailable(this.gateway.call("upload_file", Map.of("key", "k", "content", "c")));
		assertUnavailable(this.gateway.call("delete_file", Map.of("key", "k")));
		assertUnavailable(this.gateway.read("k"));
		HttpResponse<byte[]> health = this.gateway.get("/health");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(S3Gateway.json(health).at("/backends/s3").asString()).isEqualTo("down");
		assertThat(this.gateway.line("echo", Map.of("message", "hi")).get("echo").asString()).isEqualTo("hi");

		wire.connect();
		this.gateway.upload("k", "there");
		assertThat(S3Gateway.text(this.gateway.read("k"))).isEqualTo("there");
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.gateway.get("/health").statusCode() == 200);

		// Now with connections in the pool, which die with the store.
		wire.disconnect();
		assertUnavailable(this.gateway.read("k"));
		wire.connect();
		assertThat(S3Gateway.text(this.gateway.read("k"))).isEqualTo("there");
	}

	@Test
	void storeThatSaysNothingIsGivenUpAfterTheRequestTimeout() {
		wire.connect();
		this.gateway.upload("k", "c");
		wire.silent(true);
		try {
			HttpResponse<byte[]> late = this.gateway.read("k");
			assertThat(late.statusCode()).isEqualTo(504);
			assertThat(S3Gateway.json(late).get("detail").asString())
				.isEqualTo("The object store did not answer within 1 s.");
		}
		finally {
			wire.silent(false);
		}
		assertThat(this.gateway.read("k").statusCode()).isEqualTo(200);
	}

	@Test
	void bucketThatIsLostIsMadeAgain() throws IOException {
		wire.connect();
		this.gateway.upload("k", "c");
		FileSystemUtils.deleteRecursively(server.folder().resolve("mcp-gateway"));
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> this.gateway.call("upload_file", Map.of("key", "k", "content", "again")).statusCode() == 200);
		assertThat(S3Gateway.text(this.gateway.read("k"))).isEqualTo("again");
	}

	private static void assertUnavailable(HttpResponse<byte[]> answer) {
		assertThat(answer.statusCode()).as(() -> S3Gateway.text(answer)).isEqualTo(503);
		assertThat(S3Gateway.json(answer).get("detail").asString())
			.isEqualTo("Backend s3 is unavailable: it cannot be reached");
	}

}
