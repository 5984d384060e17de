package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.RawConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code PUT /api/mcp/files/{key}} stores files of any size, or nothing.
 */
@S3Test
@TestPropertySource(properties = { "gateway.s3.uploads.max-size=30MB", "gateway.s3.uploads.max-concurrent=2",
		"gateway.s3.uploads.max-waiting=1", "gateway.s3.uploads.acquire-timeout=500ms", "gateway.s3.request-timeout=5s",
		"gateway.calls.idle-deadline=2s" })
class S3PutTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private static final S3TestServer server = S3TestServer.start();

	private static final S3Wire wire = S3Wire.to(server.port());

	private static final S3AsyncClient others = S3AsyncClient.builder()
		.endpointOverride(server.endpoint())
		.region(Region.US_EAST_1)
		.forcePathStyle(true)
		.credentialsProvider(StaticCredentialsProvider
			.create(AwsBasicCredentials.create(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY)))
		.build();

	private static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final GatewayClient gateway;

	private final UploadPlaces places;

	S3PutTests(@LocalServerPort int port, @Autowired UploadPlaces places) {
		this.port = port;
		this.gateway = new GatewayClient(port);
		this.places = places;
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", wire::endpoint);
	}

	@AfterAll
	static void stop() {
		others.close();
		wire.close();
		server.close();
	}

	@AfterEach
	void nothingIsLeft() {
		wire.silent(false);
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(this.places.running()).isZero();
			assertThat(unfinished()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "0, true", "1, true", "5242879, true", "5242880, true", "5242881, true", "12000000, true", "0, false",
			"5242880, false", "12000000, false" })
	void fileOfAnySizeIsStoredByteForByte(int size, boolean lengthKnown) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		String key = "any size " + size + lengthKnown;
		HttpResponse<String> stored = put("any%20size%20" + size + lengthKnown,
				lengthKnown ? BodyPublishers.ofByteArray(bytes) : unknownLength(BodyPublishers.ofByteArray(bytes)));
		assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
		Answer read = FileCalls.read(this.gateway, key);
		assertThat(read.body()).isEqualTo(bytes);
		assertThat(stored.headers().firstValue("ETag")).isEqualTo(read.headers().firstValue("ETag")).isPresent();
		assertThat(stored.body()).contains("\"key\":\"" + key + "\"", "\"size\":" + size,
				"\"uri\":\"" + FileResource.uri(key) + "\"");
	}

	@Test
	void typeIsKeptOrGuessedFromTheKey() {
		put("note", BodyPublishers.ofString("x"), "Content-Type", "text/markdown; charset=utf-8");
		assertThat(FileCalls.read(this.gateway, "note")
			.headers()
			.firstValue("Content-Type")
			.orElseThrow()
			.replace(" ", "")).isEqualToIgnoringCase("text/markdown;charset=utf-8");
		put("image.png", BodyPublishers.ofString("x"));
		assertThat(FileCalls.read(this.gateway, "image.png").headers().firstValue("Content-Type"))
			.hasValue("image/png");
		put("large.bin", BodyPublishers.ofByteArray(new byte[6 * MEBIBYTE]), "Content-Type", "application/x-thing");
		assertThat(FileCalls.read(this.gateway, "large.bin").headers().firstValue("Content-Type"))
			.hasValue("application/x-thing");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 6 * MEBIBYTE })
	void conditionsAreHonoured(int size) {
		String key = "conditional" + size;
		byte[] bytes = new byte[size];
		assertThat(put(key, BodyPublishers.ofByteArray(bytes), "If-Match", "*").statusCode()).isEqualTo(412);
		HttpResponse<String> created = put(key, BodyPublishers.ofByteArray(bytes), "If-None-Match", "*");
		assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
		String etag = created.headers().firstValue("ETag").orElseThrow();
		HttpResponse<String> again = put(key, BodyPublishers.ofByteArray(bytes), "If-None-Match", "*");
		assertThat(again.statusCode()).isEqualTo(412);
		assertThat(again.body()).contains("precondition-failed");
		assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		bytes[0] = 1;
		assertThat(put(key, BodyPublishers.ofByteArray(bytes), "If-Match", "\"other\"").statusCode()).isEqualTo(412);
		assertThat(put(key, BodyPublishers.ofByteArray(bytes), "If-Match", "W/" + etag).statusCode()).isEqualTo(412);
		assertThat(put(key, BodyPublishers.ofByteArray(bytes), "If-None-Match", etag).statusCode()).isEqualTo(412);
		HttpResponse<String> replaced = put(key, BodyPublishers.ofByteArray(bytes), "If-Match", "\"other\", " + etag);
		assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
		assertThat(replaced.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(etag);
		assertThat(FileCalls.read(this.gateway, key).body()).isEqualTo(bytes);
	}

	@Test
	void ofWritersThatMeetOneCreatesTheFile() {
		List<CompletableFuture<HttpResponse<String>>> writers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			writers.add(http.sendAsync(request("contended",
					unknownLength(BodyPublishers.ofByteArray(new byte[6 * MEBIBYTE])), "If-None-Match", "*"),
					BodyHandlers.ofString()));
		}
		assertThat(writers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
			.containsExactlyInAnyOrder(201, 412);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../x", "%2e%2e/x", "a/../../x", "a%00b", "%252e%252e/x", "/x", "a//b", "a/", "a%5Cb",
			"a%0Ab", "%EF%BF%BF", "http%3A%2F%2Fevil%2F", "a%2F..%2Fb" })
	void keyThatNothingIsStoredUnderIsRefused(String path) throws IOException {
		assertThat(rawPut(path)).startsWith("HTTP/1.1 400").contains("invalid-arguments", "\"/key\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%ff", "a?b", "%c0%ae", "a?" })
	void pathThatIsNoEncodedKeyIsRefused(String path) throws IOException {
		assertThat(rawPut(path)).startsWith("HTTP/1.1 400").contains("malformed-request");
	}

	/** Answered beneath the framework, which has no problem to show. */
	@ParameterizedTest
	@ValueSource(strings = { "a%zz", "a%", "a%f" })
	void pathThatIsNoUriIsABadRequest(String path) throws IOException {
		assertThat(rawPut(path)).startsWith("HTTP/1.1 400");
	}

	@ParameterizedTest
	@CsvSource({ "a%2Fb/c, a/b/c", "100%25, 100%", "%2541, %41", "gr%C3%BC%C3%9Fe, grüße", "a+b, a+b", "a;b=c, a;b=c",
			".env, .env" })
	void keyIsDecodedOnce(String path, String key) throws IOException {
		assertThat(rawPut(path)).startsWith("HTTP/1.1 201");
		assertThat(FileCalls.read(this.gateway, key).text()).isEqualTo("x");
		this.gateway.value("delete_file", Map.of("key", key));
	}

	@Test
	void fileIsReadUnderItsAddress() {
		put("read%20me.txt", BodyPublishers.ofString("0123456789"));
		Answer read = this.gateway.get("/api/mcp/files/read%20me.txt");
		assertThat(read.text()).isEqualTo("0123456789");
		assertThat(send("GET", "read%20me.txt", "Range", "bytes=2-3").body()).isEqualTo("23");
		HttpResponse<String> head = send("HEAD", "read%20me.txt");
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
		assertThat(head.headers().firstValue("ETag")).isPresent();
		assertThat(send("GET", "absent").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "POST", "PATCH" })
	void otherMethodsAreNotAllowed(String method) {
		HttpResponse<String> refused = send(method, "x");
		assertThat(refused.statusCode()).isEqualTo(405);
		assertThat(refused.headers().firstValue("Allow").orElseThrow()).contains("PUT", "GET", "HEAD");
	}

	@Test
	void fileOverTheLimitIsRefusedBeforeItsBody() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection.send(RawConnection.head("PUT", "/api/mcp/files/huge", "Content-Length: 40000000"));
			assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 413");
		}
		assertThat(FileCalls.read(this.gateway, "huge").status()).isEqualTo(404);
	}

	@Test
	void fileThatGrowsOverTheLimitIsRefused() {
		HttpResponse<String> refused = put("grows", unknownLength(BodyPublishers.ofByteArray(new byte[31 * MEBIBYTE])));
		assertThat(refused.statusCode()).isEqualTo(413);
		assertThat(FileCalls.read(this.gateway, "grows").status()).isEqualTo(404);
	}

	@Test
	void partsAndCodingsAreRefused() {
		assertThat(put("x", BodyPublishers.ofString("x"), "Content-Range", "bytes 0-0/2").statusCode()).isEqualTo(400);
		assertThat(put("x", BodyPublishers.ofString("x"), "Content-Encoding", "gzip").statusCode()).isEqualTo(415);
		assertThat(put("x", BodyPublishers.ofString("x"), "Content-Type", "no type").statusCode()).isEqualTo(400);
		assertThat(FileCalls.read(this.gateway, "x").status()).isEqualTo(404);
	}

	@Test
	void foreignOriginMayNotStore() {
		assertThat(put("x", BodyPublishers.ofString("x"), "Origin", "http://evil.example").statusCode()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void senderThatLeavesInTheMiddleLeavesNothing(boolean lengthKnown) throws IOException {
		wire.forgetRequests();
		try (RawConnection connection = RawConnection.open(this.port)) {
			sendSome(connection, "broken", lengthKnown);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !unfinished().isEmpty());
			connection.reset();
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> unfinished().isEmpty());
		assertThat(FileCalls.read(this.gateway, "broken").status()).isEqualTo(404);
	}

	@Test
	void senderThatStallsIsEndedAndLeavesNothing() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			sendSome(connection, "stalled", true);
			assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 504");
		}
		assertThat(FileCalls.read(this.gateway, "stalled").status()).isEqualTo(404);
	}

	@Test
	void storeThatHangsEndsTheUpload() throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			sendSome(connection, "hung", true);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !unfinished().isEmpty());
			wire.silent(true);
			connection.send(new byte[6 * MEBIBYTE]);
			assertThat(connection.readUntil("\r\n")).startsWith("HTTP/1.1 504");
			wire.silent(false);
		}
	}

	@Test
	void storeThatIsGoneIsUnavailable() {
		wire.disconnect();
		try {
			HttpResponse<String> refused = put("gone", BodyPublishers.ofString("x"));
			assertThat(refused.statusCode()).isEqualTo(503);
			assertThat(refused.body()).contains("backend-unavailable");
		}
		finally {
			wire.connect();
		}
	}

	@Test
	void moreUploadsThanMayRunWaitAndThenAreRefused() throws IOException {
		List<RawConnection> running = new ArrayList<>();
		try {
			for (int i = 0; i < 2; i++) {
				RawConnection connection = RawConnection.open(this.port);
				running.add(connection);
				connection.send(RawConnection.head("PUT", "/api/mcp/files/running" + i, "Content-Length: 10"));
			}
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.places.running() == 2);
			CompletableFuture<HttpResponse<String>> waiting = http
				.sendAsync(request("waiting", BodyPublishers.ofString("x")), BodyHandlers.ofString());
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> this.places.waiting() == 1);
			HttpResponse<String> refused = put("refused", BodyPublishers.ofString("x"));
			assertThat(refused.statusCode()).isEqualTo(429);
			assertThat(refused.headers().firstValue("Retry-After")).isPresent();
			assertThat(waiting.join().statusCode()).isEqualTo(429);
			for (RawConnection each : running) {
				each.send("0123456789");
				assertThat(each.readUntil("\r\n")).startsWith("HTTP/1.1 201");
			}
		}
		finally {
			for (RawConnection each : running) {
				each.close();
			}
		}
	}

	@Test
	void storedFileIsListed() {
		put("listed/by%20PUT", BodyPublishers.ofString("x"));
		assertThat(this.gateway.values("list_files", Map.of("prefix", "listed/")))
			.extracting((file) -> file.get("key").asString())
			.containsExactly("listed/by PUT");
	}

	/** More than a part, so that the store knows of it. */
	private static void sendSome(RawConnection connection, String key, boolean lengthKnown) throws IOException {
		connection.send(RawConnection.head("PUT", "/api/mcp/files/" + key,
				lengthKnown ? "Content-Length: 20000000" : "Transfer-Encoding: chunked"));
		byte[] some = new byte[7 * MEBIBYTE];
		if (!lengthKnown) {
			connection.send(Integer.toHexString(some.length) + "\r\n");
		}
		connection.send(some);
	}

	/** Before the first file there is no bucket, and nothing in it. */
	private static List<String> unfinished() {
		return others.listMultipartUploads((request) -> request.bucket("mcp-gateway"))
			.thenApply((listed) -> listed.uploads().stream().map((upload) -> upload.key()).toList())
			.exceptionally((failure) -> {
				assertThat(failure).hasCauseInstanceOf(NoSuchBucketException.class);
				return List.of();
			})
			.join();
	}

	private String rawPut(String path) throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			connection
				.send(RawConnection.head("PUT", "/api/mcp/files/" + path, "Content-Length: 1", "Connection: close")
						+ "x");
			return connection.readAll();
		}
	}

	private static HttpRequest.BodyPublisher unknownLength(HttpRequest.BodyPublisher publisher) {
		return BodyPublishers.fromPublisher((Flow.Publisher<ByteBuffer>) publisher);
	}

	private HttpResponse<String> put(String path, HttpRequest.BodyPublisher body, String... headers) {
		return exchange(request(path, body, headers));
	}

	private HttpRequest request(String path, HttpRequest.BodyPublisher body, String... headers) {
		return request("PUT", path, body, headers);
	}

	private HttpResponse<String> send(String method, String path, String... headers) {
		return exchange(request(method, path, BodyPublishers.noBody(), headers));
	}

	private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/api/mcp/files/" + path))
			.timeout(Duration.ofSeconds(60))
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return request.build();
	}

	private static HttpResponse<String> exchange(HttpRequest request) {
		try {
			return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
