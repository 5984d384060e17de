package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.testing.GatewayClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files and lists are streamed: no faster than they are read, no longer than somebody
 * reads, and broken visibly when the store breaks.
 */
@S3Test
@TestPropertySource(properties = { "gateway.s3.max-connections=5", "gateway.s3.uploads.max-concurrent=1",
		"gateway.s3.bulkhead.streams=2", "gateway.s3.request-timeout=2s" })
class S3StreamTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final S3Wire wire = S3Wire.to(server.port());

	private static final long MEBIBYTE = 1024 * 1024;

	private static final long LARGE = 200 * MEBIBYTE;

	private static final int MANY = 2_500;

	private final GatewayClient gateway;

	S3StreamTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", wire::endpoint);
	}

	@BeforeAll
	static void files() throws IOException {
		Path many = Files.createDirectories(server.folder().resolve("mcp-gateway/many"));
		for (int i = 0; i < MANY; i++) {
			Files.createFile(many.resolve("%04d".formatted(i)));
		}
		try (RandomAccessFile file = new RandomAccessFile(server.folder().resolve("mcp-gateway/large").toFile(),
				"rw")) {
			file.setLength(LARGE);
		}
	}

	@AfterAll
	static void stop() {
		wire.close();
		server.close();
	}

	@Test
	void slowReaderHoldsTheStoreBack() throws IOException {
		long before = wire.received();
		try (Reader reader = read("large")) {
			assertThat(reader.contentLength()).isEqualTo(LARGE);
			reader.skip(MEBIBYTE);
			long ahead = settled() - before;
			assertThat(ahead).as("bytes that left the store").isBetween(MEBIBYTE, 48 * MEBIBYTE);
			// Longer than a request may take, which does not count for its body.
			Awaitility.await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
			assertThat(wire.received() - before).isEqualTo(ahead);
			assertThat(reader.skip(Long.MAX_VALUE)).isEqualTo(LARGE - MEBIBYTE);
		}
	}

	@Test
	void readerWhoLeavesStopsTheStoreAndLeavesItsConnection() throws IOException {
		for (int i = 0; i < 6; i++) {
			try (Reader reader = read("large")) {
				reader.skip(MEBIBYTE);
			}
		}
		long stopped = settled();
		assertThat(FileCalls.read(this.gateway, "large", "Range", "bytes=0-9").body()).hasSize(10);
		assertThat(wire.received() - stopped).isLessThan(10_000);
		Awaitility.await().until(() -> wire.connections() <= 2);
	}

	@Test
	void readerWhoLeavesBeforeTheAnswerEndsTheRequest() throws IOException {
		wire.silent(true);
		try {
			long asked = gets();
			try (Reader reader = read("large")) {
				Awaitility.await().until(() -> gets() > asked);
				assertThat(reader.isConnected()).isTrue();
			}
			Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> wire.connections() == 0);
		}
		finally {
			wire.silent(false);
		}
	}

	@Test
	void storeThatBreaksInTheMiddleBreaksTheAnswer() throws IOException {
		wire.cutAfter(3 * MEBIBYTE);
		try (Reader reader = read("large")) {
			assertThat(reader.contentLength()).isEqualTo(LARGE);
			assertThat(reader.skip(Long.MAX_VALUE)).isLessThan(LARGE);
		}
		assertThat(FileCalls.read(this.gateway, "large", "Range", "bytes=0-9").status()).isEqualTo(206);
	}

	@Test
	void bytesThatNobodyClaimsGiveTheirConnectionBack(@Autowired FileResource files) {
		ResourceRead read = new ResourceRead("files://large", Map.of("key", "large"), CallContext.ANONYMOUS,
				ResourceRead.Conditions.NONE);
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(files.file("large", read))
				.expectNextMatches(ResourceContent.Bytes.class::isInstance)
				.expectComplete()
				.verify(Duration.ofSeconds(30));
		}
		// Both places are taken, until the bytes are given up.
		assertThat(FileCalls.read(this.gateway, "large", "Range", "bytes=0-9").status()).isEqualTo(429);
		Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> wire.connections() == 0);
		assertThat(FileCalls.read(this.gateway, "large", "Range", "bytes=0-9").status()).isEqualTo(206);
	}

	@Test
	void listIsAskedForPageByPage(@Autowired FileTools tools) {
		wire.forgetRequests();
		StepVerifier.create(tools.list("many/"), 10)
			.expectNextCount(10)
			.then(() -> assertThat(pages()).isEqualTo(1))
			.thenRequest(985)
			.expectNextCount(985)
			.then(() -> assertThat(pages()).isEqualTo(1))
			.thenRequest(10)
			.expectNextCount(10)
			.then(() -> assertThat(pages()).isEqualTo(2))
			.thenCancel()
			.verify(Duration.ofSeconds(30));
		assertThat(pages()).isEqualTo(2);
	}

	@Test
	void longListComesWhole() {
		wire.forgetRequests();
		List<JsonNode> files = this.gateway.values("list_files", Map.of("prefix", "many/"));
		assertThat(files).hasSize(MANY);
		assertThat(files).extracting((file) -> file.get("key").asString()).isSorted().doesNotHaveDuplicates();
		assertThat(pages()).isEqualTo(3);
	}

	@Test
	void listThatBreaksInTheMiddleEndsWithAnError() {
		long before = wire.received();
		this.gateway.values("list_files", Map.of("prefix", "many/"));
		wire.cutAfter((wire.received() - before) / 2);
		List<JsonNode> lines = this.gateway.values("list_files", Map.of("prefix", "many/"));
		assertThat(lines).hasSize(1001);
		assertThat(lines.getLast().get("error").asString()).startsWith("Backend s3 ");
		assertThat(lines.getLast().at("/problem/status").asInt()).isIn(502, 503);
	}

	@Test
	void emptyFileAndEmptyListEndAtOnce() throws IOException {
		FileCalls.upload(this.gateway, "empty", "");
		try (Reader reader = read("empty")) {
			assertThat(reader.contentLength()).isZero();
			assertThat(reader.skip(Long.MAX_VALUE)).isZero();
		}
		assertThat(this.gateway.values("list_files", Map.of("prefix", "none/"))).isEmpty();
	}

	private static long pages() {
		return wire.requests().stream().filter((line) -> line.contains("encoding-type=url")).count();
	}

	private static long gets() {
		return wire.requests().stream().filter((line) -> line.startsWith("GET ")).count();
	}

	/** How much has left the store once no more does. */
	private static long settled() {
		long[] last = { -1 };
		Awaitility.await()
			.pollInterval(Duration.ofMillis(300))
			.atMost(Duration.ofSeconds(20))
			.until(() -> last[0] == (last[0] = wire.received()));
		return last[0];
	}

	private Reader read(String key) throws IOException {
		return new Reader(this.gateway.port(), key);
	}

	/**
	 * A client that reads as slowly as the test wants.
	 */
	private static final class Reader implements AutoCloseable {

		private final Socket socket = new Socket();

		private final String request;

		private long contentLength = -1;

		Reader(int port, String key) throws IOException {
			this.socket.setReceiveBufferSize(64 * 1024);
			this.socket.setSoTimeout(30_000);
			this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			String body = "{\"uri\": \"files://%s\"}".formatted(key);
			this.request = "POST /api/mcp/resource HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
				.formatted(port)
					+ "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
			this.socket.getOutputStream().write(this.request.getBytes(StandardCharsets.US_ASCII));
		}

		boolean isConnected() {
			return this.socket.isConnected();
		}

		/** The length that the answer announces. */
		long contentLength() throws IOException {
			if (this.contentLength < 0) {
				String head = head();
				assertThat(head).startsWith("HTTP/1.1 200 ");
				this.contentLength = head.lines()
					.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
					.mapToLong((line) -> Long.parseLong(line.substring(15).strip()))
					.findFirst()
					.orElseThrow();
			}
			return this.contentLength;
		}

		private String head() throws IOException {
			StringBuilder head = new StringBuilder();
			InputStream in = this.socket.getInputStream();
			while (head.indexOf("\r\n\r\n") < 0) {
				int octet = in.read();
				assertThat(octet).as("more of the head").isNotNegative();
				head.append((char) octet);
			}
			return head.toString();
		}

		/**
		 * Reads so many bytes of the body, or what there is until the connection ends.
		 */
		long skip(long count) throws IOException {
			contentLength();
			byte[] buffer = new byte[64 * 1024];
			long skipped = 0;
			while (skipped < count) {
				int read;
				try {
					read = this.socket.getInputStream().read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
				}
				catch (SocketException ex) {
					// A connection that is reset has ended too.
					return skipped;
				}
				if (read < 0) {
					return skipped;
				}
				skipped += read;
			}
			return skipped;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
