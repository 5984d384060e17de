package dev.mcpgateway.s3;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that other programs have stored, past the gateway: what is listed can be used by
 * the same spelling, and no key takes the list from others.
 */
@S3Test
class S3OddKeysTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final S3AsyncClient others = S3AsyncClient.builder()
		.endpointOverride(server.endpoint())
		.region(Region.US_EAST_1)
		.forcePathStyle(true)
		.credentialsProvider(StaticCredentialsProvider
			.create(AwsBasicCredentials.create(S3TestServer.ACCESS_KEY, S3TestServer.SECRET_KEY)))
		.build();

	private final GatewayClient gateway;

	private final PromptGetter completions;

	S3OddKeysTests(@LocalServerPort int port, @Autowired PromptGetter completions) {
		this.gateway = new GatewayClient(port);
		this.completions = completions;
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	@AfterAll
	static void stop() {
		others.close();
		server.close();
	}

	@BeforeEach
	void empty() {
		listed().forEach((key) -> this.gateway.value("delete_file", Map.of("key", key)));
		FileCalls.upload(this.gateway, "plain.txt", "plain");
	}

	static Stream<String> odd() {
		return Stream.of("a\uffffb", "\ufffe", "a\u0001b", "a\nb", "a\r\nb", "tab\there", "\u007f", "a\u0085b",
				"\udbff\udfff", "folder/", "folder/.env", ".env", "back\\slash", "C:\\temp\\x.txt", "100%", "100%25",
				"%41", "%ff", "a%2Fb", "%E4", "%25252525", "http%3A%2F%2Fexample.com%2F", "%2fetc", "a+b c",
				"\u00fc\u0308", "a&b<c>\"d'", "?a#b", "..hidden", "a;b=c", "*", "{key}", "$(x)", "~", " ");
	}

	@ParameterizedTest
	@MethodSource("odd")
	void listedKeyIsReadPresignedAndDeletedAsItIsSpelled(String key) throws Exception {
		store(key);
		assertThat(listed()).contains(key, "plain.txt");
		assertThat(listed(key)).contains(key);
		Answer read = FileCalls.read(this.gateway, key);
		assertThat(read.status()).as(() -> read.text()).isEqualTo(200);
		assertThat(read.body()).isEqualTo(content(key));
		String uri = FileResource.uri(key);
		assertThat(this.gateway.read(uri).status()).as(uri).isEqualTo(200);
		URI presigned = URI.create(this.gateway.value("presign_file", Map.of("key", key)).get("url").asString());
		try (HttpClient client = HttpClient.newHttpClient()) {
			assertThat(client.send(HttpRequest.newBuilder(presigned).build(), BodyHandlers.ofByteArray()).body())
				.isEqualTo(content(key));
		}
		this.gateway.value("delete_file", Map.of("key", key));
		assertThat(listed()).doesNotContain(key).contains("plain.txt");
	}

	@Test
	void oneOddKeyLeavesTheListAndCompletionToOthers() {
		odd().forEach(S3OddKeysTests::store);
		assertThat(listed()).containsAll(odd().toList());
		assertThat(
				Objects
					.requireNonNull(
							this.completions
								.completeResource("files://{+key}",
										new CompletionRequest("key", "", Map.of(), Caller.ANONYMOUS))
								.block())
					.values())
			.containsAll(odd().toList());
	}

	@Test
	void keyThatLeadsElsewhereIsNotShown() {
		store("%2e%2e/x");
		store("a\\..\\b");
		store("%00");
		assertThat(listed()).containsExactly("plain.txt");
		assertThat(FileCalls.read(this.gateway, "%2e%2e/x").status()).isEqualTo(400);
	}

	@Test
	void manyPagesOfOddKeysAreListedWhole() {
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < 1050; i++) {
			keys.add("many %04d\uffff".formatted(i));
		}
		keys.forEach(S3OddKeysTests::store);
		assertThat(listed("many ")).containsExactlyElementsOf(keys);
	}

	private static void store(String key) {
		others.putObject((request) -> request.bucket("mcp-gateway").key(key), AsyncRequestBody.fromBytes(content(key)))
			.join();
	}

	/** Some stores keep a folder's marker without content. */
	private static byte[] content(String key) {
		return key.endsWith("/") ? new byte[0] : ("content of " + key.length()).getBytes(StandardCharsets.UTF_8);
	}

	private List<String> listed() {
		return listed("");
	}

	private List<String> listed(String prefix) {
		return this.gateway.values("list_files", Map.of("prefix", prefix))
			.stream()
			.map((file) -> file.get("key").asString())
			.toList();
	}

}
