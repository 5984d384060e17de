package dev.mcpgateway.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.RawConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that nobody reads, or that are none, keep no place and harm nobody's connection.
 */
@S3Test
class S3UnreadBytesTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final int LARGE = 50_000_000;

	private final int port;

	private final GatewayClient gateway;

	private final Bulkhead bulkhead;

	S3UnreadBytesTests(@LocalServerPort int port, @Autowired @Qualifier("s3Bulkhead") Bulkhead bulkhead) {
		this.port = port;
		this.gateway = new GatewayClient(port);
		this.bulkhead = bulkhead;
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	@BeforeAll
	static void files() throws IOException {
		Path bucket = Files.createDirectories(server.folder().resolve("mcp-gateway"));
		Files.createFile(bucket.resolve("empty"));
		Files.write(bucket.resolve("large"), new byte[LARGE]);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void readsOfAnEmptyFileCutNoLaterDownload() throws IOException {
		for (int i = 0; i < 10; i++) {
			assertThat(FileCalls.read(this.gateway, "empty").body()).isEmpty();
		}
		assertThat(this.bulkhead.taken(Use.STREAM)).isZero();
		try (RawConnection slow = RawConnection.open(this.port, 64 * 1024)) {
			String body = "{\"uri\": \"files://large\"}";
			slow.send(RawConnection.head("POST", "/api/mcp/resource", "Content-Type: application/json",
					"Connection: close", "Content-Length: " + body.length()) + body);
			// Later than the store's client gives up what nobody claims.
			Awaitility.await().pollDelay(Duration.ofMillis(5500)).until(() -> true);
			assertThat(slow.readAll().length()).isGreaterThan(LARGE);
		}
	}

	@Test
	void headOfAFileKeepsNoPlace() throws IOException {
		for (int i = 0; i < 40; i++) {
			try (RawConnection connection = RawConnection.open(this.port)) {
				connection.send(RawConnection.head("HEAD", "/api/mcp/files/large", "Connection: close"));
				assertThat(connection.readAll()).startsWith("HTTP/1.1 200").contains("" + LARGE);
			}
		}
		Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> this.bulkhead.taken(Use.STREAM) == 0);
	}

}
