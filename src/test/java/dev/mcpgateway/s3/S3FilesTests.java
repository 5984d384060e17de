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

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
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

	private final GatewayClient gateway;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	S3FilesTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void empty() {
		for (JsonNode file : this.gateway.values("list_files", Map.of())) {
			this.gateway.value("delete_file", Map.of("key", file.get("key").asString()));
		}
	}

	@Test
	void anUploadedFileIsReadBackWithItsContentType() {
		JsonNode uploaded = this.gateway.value("upload_file",
				Map.of("key", "docs/note.md", "content", "# Grüße", "content_type", "text/markdown"));
		assertThat(uploaded.get("success").asBoolean()).isTrue();
		assertThat(uploaded.get("message").asString()).contains("docs/note.md");
		assertThat(uploaded.get("url").asString()).isEqualTo(server.endpoint() + "/mcp-gateway/docs/note.md");
		Answer read = this.gateway.read("files://docs/note.md");
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.text()).isEqualTo("# Grüße");
		assertThat(read.headers().firstValue("Content-Type")).hasValue("text/markdown");
		assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(9);
		assertThat(read.headers().firstValue("ETag")).hasValueSatisfying((etag) -> assertThat(etag).matches("\".+\""));
		assertThat(read.headers().firstValue("Accept-Ranges")).hasValue("bytes");
	}

	@Test
	void contentIsPlainTextUnlessSaidOtherwise() {
		FileCalls.upload(this.gateway, "plain", "hi");
		assertThat(FileCalls.read(this.gateway, "plain").headers().firstValue("Content-Type")).hasValue("text/plain");
	}

	@Test
	void binariesComeBackByteForByte() {
		byte[] bytes = new byte[100_000];
		new Random(7).nextBytes(bytes);
		this.gateway.value("upload_file", Map.of("key", "image.png", "content",
				Base64.getEncoder().encodeToString(bytes), "content_type", "image/png", "encoding", "base64"));
		Answer read = FileCalls.read(this.gateway, "image.png");
		assertThat(read.body()).isEqualTo(bytes);
		assertThat(read.headers().firstValue("Content-Type")).hasValue("image/png");
	}

	@Test
	void contentThatIsNoBase64IsRefused() {
		Answer refused = this.gateway.call("upload_file",
				Map.of("key", "x", "content", "not base64!", "encoding", "base64"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/content");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "text/*", "text/plain\r\nX-Evil: 1", "text/plain; a=\u00e4", "a b/c" })
	void contentTypesThatAreNoneAreRefused(String contentType) {
		Answer refused = this.gateway.call("upload_file",
				Map.of("key", "x", "content", "x", "content_type", contentType));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/content_type");
		assertThat(FileCalls.read(this.gateway, "x").status()).isEqualTo(404);
	}

	@Test
	void uploadingAgainReplaces() {
		FileCalls.upload(this.gateway, "same", "one");
		FileCalls.upload(this.gateway, "same", "two");
		assertThat(FileCalls.read(this.gateway, "same").text()).isEqualTo("two");
		assertThat(this.gateway.values("list_files", Map.of())).hasSize(1);
	}

	@Test
	void emptyFilesAreFiles() {
		FileCalls.upload(this.gateway, "empty", "");
		Answer read = FileCalls.read(this.gateway, "empty");
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(0);
		assertThat(read.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b/c/d.txt", "with space.txt", " leading and trailing ", "grüße/日本語/🙂.txt", "100%.txt",
			"a+b=c&d?e#f.txt", "per%20cent", "..hidden", "a..b/...", "quo\"te'<>", "colon:semi;comma,",
			"tilde~$!()*@" })
	void keysMeanWhatTheySay(String key) {
		FileCalls.upload(this.gateway, key, "content of " + key);
		Answer read = FileCalls.read(this.gateway, key);
		assertThat(read.status()).as(() -> read.text()).isEqualTo(200);
		assertThat(read.text()).isEqualTo("content of " + key);
		assertThat(this.gateway.values("list_files", Map.of())).extracting((file) -> file.get("key").asString())
			.containsExactly(key);
		this.gateway.value("delete_file", Map.of("key", key));
		assertThat(FileCalls.read(this.gateway, key).status()).isEqualTo(404);
	}

	@Test
	void uriOfAFileIsPercentDecodedOnceAndHasOneSpelling() {
		FileCalls.upload(this.gateway, "a b/100%.txt", "x");
		assertThat(this.gateway.read("files://a%20b/100%25.txt").status()).isEqualTo(200);
		assertThat(this.gateway.read("files://a b/100%25.txt").status()).isEqualTo(404);
	}

	@Test
	void listTellsKeySizeTimeAndTag() {
		FileCalls.upload(this.gateway, "docs/a.txt", "12345");
		FileCalls.upload(this.gateway, "docs/b.txt", "");
		FileCalls.upload(this.gateway, "other.txt", "x");
		List<JsonNode> files = this.gateway.values("list_files", Map.of("prefix", "docs/"));
		assertThat(files).extracting((file) -> file.get("key").asString()).containsExactly("docs/a.txt", "docs/b.txt");
		JsonNode first = files.getFirst();
		assertThat(first.propertyNames()).containsExactly("key", "size", "last_modified", "etag");
		assertThat(first.get("size").asLong()).isEqualTo(5);
		assertThat(Instant.parse(first.get("last_modified").asString())).isCloseTo(Instant.now(),
				within(Duration.ofMinutes(5)));
		assertThat(first.get("etag").asString())
			.isEqualTo(FileCalls.read(this.gateway, "docs/a.txt").headers().firstValue("ETag").orElseThrow());
		assertThat(this.gateway.values("list_files", Map.of("prefix", "docs/b"))).hasSize(1);
		assertThat(this.gateway.values("list_files", Map.of())).hasSize(3);
	}

	@Test
	void listOfNothingIsEmpty() {
		Answer answer = this.gateway.call("list_files", Map.of("prefix", "nothing/"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void deletedFilesAreGone() {
		FileCalls.upload(this.gateway, "old", "x");
		JsonNode deleted = this.gateway.value("delete_file", Map.of("key", "old"));
		assertThat(deleted.get("success").asBoolean()).isTrue();
		assertThat(deleted.get("message").asString()).contains("old");
		Answer again = this.gateway.call("delete_file", Map.of("key", "old"));
		assertThat(again.status()).isEqualTo(404);
		assertThat(again.json().get("type").asString()).endsWith(":not-found");
	}

	@Test
	void absentFileIsAnUnknownResource() {
		Answer absent = this.gateway.read("files://no/such/file");
		assertThat(absent.status()).isEqualTo(404);
		assertThat(absent.json().get("type").asString()).endsWith(":unknown-resource");
	}

	@Test
	void presignedAddressesWorkWithoutCredentialsUntilTheyExpire() throws Exception {
		FileCalls.upload(this.gateway, "shared/a b.txt", "for everybody");
		JsonNode presigned = this.gateway.value("presign_file", Map.of("key", "shared/a b.txt", "expires_in", 60));
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
		JsonNode presigned = this.gateway.value("presign_file", Map.of("key", "a"));
		assertThat(presigned.get("url").asString()).contains("X-Amz-Expires=900");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 604_801 })
	void presignedAddressesLastAtMostAWeek(int seconds) {
		Answer refused = this.gateway.call("presign_file", Map.of("key", "a", "expires_in", seconds));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/expires_in");
	}

	/**
	 * Servers of reactor-netty before 1.3.8 stop to read a connection when an answer ends
	 * on another thread and the next request comes fast; the one after it hangs.
	 */
	@RepeatedTest(20)
	void connectionIsReadOnAfterAnAnswerFromTheStore() {
		FileCalls.upload(this.gateway, "next", "x");
		assertThat(FileCalls.read(this.gateway, "next").status()).isEqualTo(200);
		assertThat(FileCalls.read(this.gateway, "absent").status()).isEqualTo(404);
		assertThat(this.gateway.get("/api/mcp/tools").status()).isEqualTo(200);
	}

	@Test
	void toolsAndResourceAreListedWithTheirSchemas() {
		JsonNode upload = this.gateway.get("/api/mcp/tools/upload_file").json();
		assertThat(upload.at("/inputSchema/properties").propertyNames()).containsExactly("key", "content",
				"content_type", "encoding");
		assertThat(upload.at("/inputSchema/properties/encoding/enum").values()).extracting(JsonNode::asString)
			.containsExactly("text", "base64");
		assertThat(upload.at("/inputSchema/required").values()).extracting(JsonNode::asString)
			.containsExactly("key", "content");
		assertThat(upload.at("/annotations/destructiveHint").asBoolean()).isTrue();
		JsonNode list = this.gateway.get("/api/mcp/tools/list_files").json();
		assertThat(list.at("/outputSchema/properties").propertyNames()).contains("key", "size", "last_modified",
				"etag");
		JsonNode templates = this.gateway.get("/api/mcp/resources").json().get("resourceTemplates");
		assertThat(templates.values()).anySatisfy((template) -> {
			assertThat(template.get("uriTemplate").asString()).isEqualTo("files://{+key}");
			assertThat(template.has("mimeType")).isFalse();
		});
	}

	@Test
	void healthKnowsTheStore() {
		Answer health = this.gateway.get("/health");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.json().at("/backends/s3").asString()).isEqualTo("up");
	}

}
