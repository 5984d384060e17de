package dev.mcpgateway.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
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

	private final GatewayClient gateway;

	S3OutageTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
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
		assertUnavailable(FileCalls.read(this.gateway, "k"));
		Answer health = this.gateway.get("/health");
		assertThat(health.status()).isEqualTo(503);
		assertThat(health.json().at("/backends/s3").asString()).isEqualTo("down");
		assertThat(this.gateway.value("echo", Map.of("message", "hi")).get("echo").asString()).isEqualTo("hi");

		wire.connect();
		FileCalls.upload(this.gateway, "k", "there");
		assertThat(FileCalls.read(this.gateway, "k").text()).isEqualTo("there");
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.gateway.get("/health").status() == 200);

		// Now with connections in the pool, which die with the store.
		wire.disconnect();
		assertUnavailable(FileCalls.read(this.gateway, "k"));
		wire.connect();
		assertThat(FileCalls.read(this.gateway, "k").text()).isEqualTo("there");
	}

	@Test
	void storeThatSaysNothingIsGivenUpAfterTheRequestTimeout() {
		wire.connect();
		FileCalls.upload(this.gateway, "k", "c");
		wire.silent(true);
		try {
			Answer late = FileCalls.read(this.gateway, "k");
			assertThat(late.status()).isEqualTo(504);
			assertThat(late.json().get("detail").asString()).isEqualTo("The object store did not answer within 1 s.");
		}
		finally {
			wire.silent(false);
		}
		assertThat(FileCalls.read(this.gateway, "k").status()).isEqualTo(200);
	}

	@Test
	void bucketThatIsLostIsMadeAgain() throws IOException {
		wire.connect();
		FileCalls.upload(this.gateway, "k", "c");
		FileSystemUtils.deleteRecursively(server.folder().resolve("mcp-gateway"));
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> this.gateway.call("upload_file", Map.of("key", "k", "content", "again")).status() == 200);
		assertThat(FileCalls.read(this.gateway, "k").text()).isEqualTo("again");
	}

	private static void assertUnavailable(Answer answer) {
		assertThat(answer.status()).as(() -> answer.text()).isEqualTo(503);
		assertThat(answer.json().get("detail").asString()).isEqualTo("Backend s3 is unavailable: it cannot be reached");
	}

}
