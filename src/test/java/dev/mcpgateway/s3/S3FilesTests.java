package dev.mcpgateway.s3;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Files are stored, read, listed, deleted and presigned.
 */
@S3Test
class S3FilesTests {

	private static final S3TestServer server = S3TestServer.start();

	private final S3Gateway gateway;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	S3FilesTests(@LocalServerPort int port) {
		this.gateway = new S3Gateway(port);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void empty() {
		for (JsonNode file : this.gateway.lines("list_files", Map.of())) {
			this.gateway.line("delete_file", Map.of("key", file.get("key").asString()));
		}
	}

	@Test
	void anUploadedFileIsReadBackWithItsContentType() {
		JsonNode uploaded = this.gateway.line("upload_file",
				Map.of("key", "docs/note.md", "content", "# Grüße", "content_type", "text/markdown"));
		assertThat(uploaded.get("success").asBoolean()).isTrue();
		assertThat(uploaded.get("message").asString()).contains("docs/note.md");
		assertThat(uploaded.get("url").asString()).isEqualTo(server.endpoint() + "/mcp-gateway/docs/note.md");
		HttpResponse<byte[]> read = this.gateway.readUri("files://docs/note.md");
		assertThat(read.statusCode()).isEqualTo(200);
		assertThat(S3Gateway.text(read)).isEqualTo("# Grüße");
		assertThat(read.headers().firstValue("Content-Type")).hasValue("text/markdown");
		assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(9);
		assertThat(read.headers().firstValue("ETag")).hasValueSatisfying((etag) -> assertThat(etag).matches("\".+\""));
		assertThat(read.headers().firstValue("Accept-Ranges")).hasValue("bytes");
	}

	@Test
	void contentIsPlainTextUnlessSaidOtherwise() {
		this.gateway.upload("plain", "hi");
		assertThat(this.gateway.read("plain").headers().firstValue("Content-Type")).hasValue("text/plain");
	}

	@Test
	void binariesComeBackByteForByte() {
		byte[] bytes = new byte[100_000];
		new Random(7).nextBytes(bytes);
		this.gateway.line("upload_file", Map.of("key", "image.png", "content",
				Base64.getEncoder().encodeToString(bytes), "content_type", "image/png", "encoding", "base64"));
		HttpResponse<byte[]> read = this.gateway.read("image.png");
		assertThat(read.body()).isEqualTo(bytes);
		assertThat(read.headers().firstValue("Content-Type")).hasValue("image/png");
	}

	@Test
	void contentThatIsNoBase64IsRefused() {
		HttpResponse<byte[]> refused = this.gateway.call("upload_file",
				Map.of("key", "x", "content", "not base64!", "encoding", "base64"));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(S3Gateway.json(refused).at("/errors/0/pointer").asString()).isEqualTo("/content");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "text/*", "text/plain\r\nX-Evil: 1", "text/plain; a=\u00e4", "a b/c" })
	void contentTypesThatAreNoneAreRefused(String contentType) {
		HttpResponse<byte[]> refused = this.gateway.call("upload_file",
				Map.of("key", "x", "content", "x", "content_type", contentType));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(S3Gateway.json(refused).at("/errors/0/pointer").asString()).isEqualTo("/content_type");
		assertThat(this.gateway.read("x").statusCode()).isEqualTo(404);
	}

	@Test
	void uploadingAgainReplaces() {
		this.gateway.upload("same", "one");
		this.gateway.upload("same", "two");
		assertThat(S3Gateway.text(this.gateway.read("same"))).isEqualTo("two");
		assertThat(this.gateway.lines("list_files", Map.of())).hasSize(1);
	}

	@Test
	void emptyFilesAreFiles() {
		this.gateway.upload("empty", "");
		HttpResponse<byte[]> read = this.gateway.read("empty");
		assertThat(read.statusCode()).isEqualTo(200);
		assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(0);
		assertThat(read.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b/c/d.txt", "with space.txt", " leading and trailing ", "grüße/日本語/🙂.txt", "100%.txt",
			"a+b=c&d?e#f.txt", "per%20cent", "..hidden", "a..b/...", "quo\"te'<>", "colon:semi;comma,",
			"tilde~$!()*@" })
	void keysMeanWhatTheySay(String key) {
		this.gateway.upload(key, "content of " + key);
		HttpResponse<byte[]> read = this.gateway.read(key);
		assertThat(read.statusCode()).as(() -> S3Gateway.text(read)).isEqualTo(200);
		assertThat(S3Gateway.text(read)).isEqualTo("content of " + key);
		assertThat(this.gateway.lines("list_files", Map.of())).extracting((file) -> file.get("key").asString())
			.containsExactly(key);
		this.gateway.line("delete_file", Map.of("key", key));
		assertThat(this.gateway.read(key).statusCode()).isEqualTo(404);
	}

	@Test
	void uriOfAFileIsPercentDecodedOnceAndHasOneSpelling() {
		this.gateway.upload("a b/100%.txt", "x");
		assertThat(this.gateway.readUri("files://a%20b/100%25.txt").statusCode()).isEqualTo(200);
		assertThat(this.gateway.readUri("files://a b/100%25.txt").statusCode()).isEqualTo(404);
	}

	@Test
	void listTellsKeySizeTimeAndTag() {
		this.gateway.upload("docs/a.txt", "12345");
		this.gateway.upload("docs/b.txt", "");
		this.gateway.upload("other.txt", "x");
		List<JsonNode> files = this.gateway.lines("list_files", Map.of("prefix", "docs/"));
		assertThat(files).extracting((file) -> file.get("key").asString()).containsExactly("docs/a.txt", "docs/b.txt");
		JsonNode first = files.getFirst();
		assertThat(first.propertyNames()).containsExactly("key", "size", "last_modified", "etag");
		assertThat(first.get("size").asLong()).isEqualTo(5);
		assertThat(Instant.parse(first.get("last_modified").asString())).isCloseTo(Instant.now(),
				within(Duration.ofMinutes(5)));
		assertThat(first.get("etag").asString())
			.isEqualTo(this.gateway.read("docs/a.txt").headers().firstValue("ETag").orElseThrow());
		assertThat(this.gateway.lines("list_files", Map.of("prefix", "docs/b"))).hasSize(1);
		assertThat(this.gateway.lines("list_files", Map.of())).hasSize(3);
	}

	@Test
	void listOfNothingIsEmpty() {
		HttpResponse<byte[]> answer = this.gateway.call("list_files", Map.of("prefix", "nothing/"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void deletedFilesAreGone() {
		this.gateway.upload("old", "x");
		JsonNode deleted = this.gateway.line("delete_file", Map.of("key", "old"));
		assertThat(deleted.get("success").asBoolean()).isTrue();
		assertThat(deleted.get("message").asString()).contains("old");
		HttpResponse<byte[]> again = this.gateway.call("delete_file", Map.of("key", "old"));
		assertThat(again.statusCode()).isEqualTo(404);
		assertThat(S3Gateway.json(again).get("type").asString()).endsWith(":not-found");
	}

	@Test
	void absentFileIsAnUnknownResource() {
		HttpResponse<byte[]> absent = this.gateway.readUri("files://no/such/file");
		assertThat(absent.statusCode()).isEqualTo(404);
		assertThat(S3Gateway.json(absent).get("type").asString()).endsWith(":unknown-resource");
	}

	@Test
	void presignedAddressesWorkWithoutCredentialsUntilTheyExpire() throws Exception {
		this.gateway.upload("shared/a b.txt", "for everybody");
		JsonNode presigned = this.gateway.line("presign_file", Map.of("key", "shared/a b.txt", "expires_in", 60));
		HttpRequest request = HttpRequest.newBuilder(URI.create(presigned.get("url").asString())).build();
		HttpResponse<String> downloaded = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		assertThat(downloaded.statusCode()).isEqualTo(200);
		assertThat(downloaded.body()).isEqualTo("for everybody");
		assertThat(Instant.parse(presigned.get("expires_at").asString())).isCloseTo(Instant.now().plusSeconds(60),
				within(Duration.ofSeconds(10)));
		assertThat(presigned.get("url").asString()).doesNotContain(S3TestServer.SECRET_KEY);
	}

	@Test
	void presignedAddressesAreValidForAQuarterOfAnHourUnlessSaidOtherwise() {
		JsonNode presigned = this.gateway.line("presign_file", Map.of("key", "a"));
		assertThat(presigned.get("url").asString()).contains("X-Amz-Expires=900");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 604_801 })
	void presignedAddressesLastAtMostAWeek(int seconds) {
		HttpResponse<byte[]> refused = this.gateway.call("presign_file", Map.of("key", "a", "expires_in", seconds));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(S3Gateway.json(refused).at("/errors/0/pointer").asString()).isEqualTo("/expires_in");
	}

	/**
	 * Servers of reactor-netty before 1.3.8 stop to read a connection when an answer ends
	 * on another thread and the next request comes fast; the one after it hangs.
	 */
	@RepeatedTest(20)
	void connectionIsReadOnAfterAnAnswerFromTheStore() {
		this.gateway.upload("next", "x");
		assertThat(this.gateway.read("next").statusCode()).isEqualTo(200);
		assertThat(this.gateway.read("absent").statusCode()).isEqualTo(404);
		assertThat(this.gateway.get("/api/mcp/tools").statusCode()).isEqualTo(200);
	}

	@Test
	void toolsAndResourceAreListedWithTheirSchemas() {
		JsonNode upload = S3Gateway.json(this.gateway.get("/api/mcp/tools/upload_file"));
		assertThat(upload.at("/inputSchema/properties").propertyNames()).containsExactly("key", "content",
				"content_type", "encoding");
		assertThat(upload.at("/inputSchema/properties/encoding/enum").values()).extracting(JsonNode::asString)
			.containsExactly("text", "base64");
		assertThat(upload.at("/inputSchema/required").values()).extracting(JsonNode::asString)
			.containsExactly("key", "content");
		assertThat(upload.at("/annotations/destructiveHint").asBoolean()).isTrue();
		JsonNode list = S3Gateway.json(this.gateway.get("/api/mcp/tools/list_files"));
		assertThat(list.at("/outputSchema/properties").propertyNames()).contains("key", "size", "last_modified",
				"etag");
		JsonNode templates = S3Gateway.json(this.gateway.get("/api/mcp/resources")).get("resourceTemplates");
		assertThat(templates.values()).anySatisfy((template) -> {
			assertThat(template.get("uriTemplate").asString()).isEqualTo("files://{+key}");
			assertThat(template.has("mimeType")).isFalse();
		});
	}

	@Test
	void healthKnowsTheStore() {
		HttpResponse<byte[]> health = this.gateway.get("/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(S3Gateway.json(health).at("/backends/s3").asString()).isEqualTo("up");
	}

}
