package dev.mcpgateway.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that would lead out of the bucket or its prefix are refused, and nothing is
 * touched; case 6 of the attacks.
 */
@S3Test
@TestPropertySource(properties = "gateway.s3.prefix=tenant-a")
class S3HostileKeysTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final S3Wire wire = S3Wire.to(server.port());

	private final GatewayClient gateway;

	S3HostileKeysTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", wire::endpoint);
	}

	@AfterAll
	static void stop() {
		wire.close();
		server.close();
	}

	@BeforeEach
	void others() throws IOException {
		FileCalls.upload(this.gateway, "own.txt", "own");
		for (String other : List.of("mcp-gateway/tenant-b", "mcp-gateway/tenant-ab", "other-bucket")) {
			Path folder = Files.createDirectories(server.folder().resolve(other));
			Files.writeString(folder.resolve("secret.txt"), "secret");
		}
		wire.forgetRequests();
	}

	/** Never sent to the store. */
	static Stream<String> forbidden() {
		return Stream.of("", ".", "..", "../x", "../tenant-b/secret.txt", "../../other-bucket/secret.txt", "a/../../x",
				"a/./b", "a/..", "%2e%2e/x", "%2E%2E%2Ftenant-b%2Fsecret.txt", "%252e%252e/x", "%25252e%25252e/x",
				"%25252525252525252e%25252525252525252e/x", "..%2fx", "a%2f..%2fb", ".%2e/x", "%c0%ae%c0%ae/x",
				"..%c0%afx", "..\\x", "a\\..\\b", "a%5c..%5cb", "a\u0000b", "a%00b", "x".repeat(2000),
				"\u00e4".repeat(600), "x".repeat(1020));
	}

	/** Looked for in the store's list alone. */
	static Stream<String> misleading() {
		return Stream.of("/etc/passwd", "/tenant-b/secret.txt", "//other-bucket/secret.txt", "%2fetc",
				"http://evil.example/x", "s3://other-bucket/secret.txt", "HTTP%3A%2F%2Fevil.example");
	}

	/** The same, but another program may well have stored it. */
	static Stream<String> unusual() {
		return Stream.of("a//b", "a/", "a\\b", "a\nb", "a%0d%0ab", "a\u0085b", "\u007f", "\uffff", "a%ff", "own.txt/");
	}

	static Stream<String> refused() {
		return Stream.concat(forbidden(), misleading());
	}

	@ParameterizedTest
	@MethodSource("refused")
	void keyThatLeadsElsewhereIsRefusedByEveryTool(String key) {
		for (Answer answer : List.of(this.gateway.call("upload_file", Map.of("key", key, "content", "evil")),
				this.gateway.call("delete_file", Map.of("key", key)),
				this.gateway.call("presign_file", Map.of("key", key)))) {
			assertThat(answer.status()).as(() -> answer.text()).isEqualTo(400);
			assertThat(answer.json().get("type").asString()).endsWith(":invalid-arguments");
			assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/key");
		}
		assertOnlyTheOwnListWasRead();
	}

	@ParameterizedTest
	@MethodSource("refused")
	void keyThatLeadsElsewhereIsNoResource(String key) {
		Answer answer = FileCalls.read(this.gateway, key);
		assertThat(answer.status()).as(() -> answer.text()).isEqualTo(400);
		assertOnlyTheOwnListWasRead();
	}

	@ParameterizedTest
	@MethodSource("forbidden")
	void forbiddenKeyIsNeverSentToTheStore(String key) {
		this.gateway.call("delete_file", Map.of("key", key));
		this.gateway.call("presign_file", Map.of("key", key));
		FileCalls.read(this.gateway, key);
		assertThat(wire.requests()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("unusual")
	void unusualKeyThatNobodyStoredIsNotFound(String key) {
		assertThat(this.gateway.call("upload_file", Map.of("key", key, "content", "evil")).status()).isEqualTo(400);
		assertThat(wire.requests()).isEmpty();
		for (Answer answer : List.of(this.gateway.call("delete_file", Map.of("key", key)),
				this.gateway.call("presign_file", Map.of("key", key)), FileCalls.read(this.gateway, key))) {
			assertThat(answer.status()).as(() -> answer.text()).isEqualTo(404);
		}
		assertOnlyTheOwnListWasRead();
		assertThat(FileCalls.read(this.gateway, "own.txt").text()).isEqualTo("own");
	}

	private static void assertOnlyTheOwnListWasRead() {
		assertThat(wire.requests())
			.allMatch((line) -> line.startsWith("GET /mcp-gateway?") && line.contains("prefix=tenant-a%2F"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "files://../tenant-b/secret.txt", "files://%252e%252e/x", "files:///etc/passwd",
			"files://a%00", "files://..%5Cx", "files://http://evil.example/" })
	void uriThatLeadsElsewhereIsRefused(String uri) {
		Answer answer = this.gateway.read(uri);
		assertThat(answer.status()).as(() -> answer.text()).isEqualTo(400);
		assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/uri");
		assertOnlyTheOwnListWasRead();
	}

	@ParameterizedTest
	@ValueSource(strings = { "files://%2e%2e/tenant-b/secret.txt", "files://%2Fetc/passwd" })
	void uriThatLeadsElsewhereInDisguiseIsNoResource(String uri) {
		assertThat(this.gateway.read(uri).status()).isEqualTo(404);
		assertThat(wire.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "../", "../tenant-b", "/", "a/../..", "%2e%2e/", "..\\", "a\u0000", "s3://x/" })
	void listCannotLeaveThePrefix(String prefix) {
		Answer answer = this.gateway.call("list_files", Map.of("prefix", prefix));
		assertThat(answer.status()).as(() -> answer.text()).isEqualTo(400);
		assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/prefix");
		assertThat(wire.requests()).isEmpty();
	}

	@Test
	void onlyWhatIsBelowThePrefixIsSeen() {
		assertThat(this.gateway.values("list_files", Map.of())).extracting((file) -> file.get("key").asString())
			.contains("own.txt")
			.noneMatch((key) -> key.contains("secret"));
		assertThat(this.gateway.values("list_files", Map.of("prefix", "b"))).isEmpty();
		assertThat(FileCalls.read(this.gateway, "secret.txt").status()).isEqualTo(404);
		assertThat(FileCalls.read(this.gateway, "tenant-b/secret.txt").status()).isEqualTo(404);
		assertThat(wire.requests()).allMatch((line) -> line.contains("/mcp-gateway"))
			.anyMatch((line) -> line.contains("prefix=tenant-a%2F"))
			.anyMatch((line) -> line.endsWith("/mcp-gateway/tenant-a/secret.txt"));
	}

	@Test
	void filesAreStoredBelowThePrefix() {
		FileCalls.upload(this.gateway, "deep/new.txt", "new");
		assertThat(server.folder().resolve("mcp-gateway/tenant-a/deep/new.txt")).hasContent("new");
		assertThat(server.folder().resolve("mcp-gateway/tenant-b/secret.txt")).hasContent("secret");
	}

	@Test
	void halfASurrogatePairIsRefused() {
		Answer answer = this.gateway.call("delete_file", Map.of("key", "a\ud800b"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(wire.requests()).isEmpty();
	}

	@Test
	void noAnswerShowsTheSecretOrTheInsides() {
		List.of(this.gateway.call("presign_file", Map.of("key", "own.txt")), this.gateway.get("/actuator/health"),
				this.gateway.get("/health"), FileCalls.read(this.gateway, "absent"))
			.forEach((answer) -> assertThat(answer.text()).doesNotContain(S3TestServer.SECRET_KEY)
				.doesNotContain("Exception")
				.doesNotContain("software.amazon"));
	}

}
