package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Files that nobody reads leave the store to others.
 */
@S3Test
@TestPropertySource(properties = { "gateway.s3.max-connections=6", "gateway.s3.uploads.max-concurrent=1",
		"gateway.s3.bulkhead.streams=2", "gateway.s3.bulkhead.calls=2", "gateway.s3.bulkhead.max-waiting=8",
		"gateway.s3.bulkhead.rate-window=2s" })
class S3BulkheadTests {

	private static final int STREAMS = 2;

	private static final long LARGE = 200L * 1024 * 1024;

	private static final S3TestServer server = S3TestServer.start();

	private final List<RawConnection> readers = new ArrayList<>();

	private final int port;

	private final GatewayClient gateway;

	private final Bulkhead bulkhead;

	S3BulkheadTests(@LocalServerPort int port, @Autowired Bulkhead bulkhead) {
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
		try (RandomAccessFile file = new RandomAccessFile(bucket.resolve("large").toFile(), "rw")) {
			file.setLength(LARGE);
		}
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void leave() throws IOException {
		for (RawConnection reader : this.readers) {
			reader.close();
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> this.bulkhead.taken(Use.STREAM) == 0);
	}

	@Test
	void unreadFilesLeaveConnectionsForShortCallsAndHealth() throws IOException {
		openUnread(STREAMS + 4);
		for (int i = 0; i < 10; i++) {
			FileCalls.upload(this.gateway, "small-" + i, "content");
		}
		assertThat(this.gateway.get("/health").json().at("/backends/s3").asString("")).isEqualTo("up");
	}

	@Test
	void filesAreListedWhileNobodyReadsOthers() throws IOException {
		openUnread(STREAMS);
		long dismissed = this.bulkhead.dismissed();
		for (int i = 0; i < 50; i++) {
			assertThat(this.gateway.call("list_files", "{}").status()).isEqualTo(200);
		}
		assertThat(this.bulkhead.dismissed()).as("readers who had to make room").isEqualTo(dismissed);
	}

	@Test
	void unreadFilesMakeRoomForOneThatIsRead() throws IOException {
		FileCalls.upload(this.gateway, "read", "content");
		openUnread(STREAMS);
		await().atMost(Duration.ofSeconds(20)).until(() -> FileCalls.read(this.gateway, "read").status() == 200);
		assertThat(this.bulkhead.dismissed()).isPositive();
	}

	private void openUnread(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			RawConnection reader = RawConnection.open(this.port, 4096);
			reader.send(RawConnection.post("/api/mcp/resource", "{\"uri\": \"files://large\"}"));
			this.readers.add(reader);
		}
		await().until(() -> this.bulkhead.taken(Use.STREAM) == STREAMS);
	}

}
