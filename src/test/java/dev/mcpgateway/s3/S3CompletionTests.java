package dev.mcpgateway.s3;

import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys are completed, within the prefix that confines the gateway.
 */
@S3Test
@TestPropertySource(properties = "gateway.s3.prefix=team")
class S3CompletionTests {

	private static final S3TestServer server = S3TestServer.start();

	private final GatewayClient gateway;

	private final PromptGetter completions;

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	S3CompletionTests(@LocalServerPort int port, @Autowired PromptGetter completions) {
		this.gateway = new GatewayClient(port);
		this.completions = completions;
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void keysAreFoundByTheirBeginning() {
		FileCalls.upload(this.gateway, "docs/a.txt", "a");
		FileCalls.upload(this.gateway, "docs/b 100%.txt", "b");
		FileCalls.upload(this.gateway, "other.txt", "c");
		assertThat(complete("docs/").values()).containsExactly("docs/a.txt", "docs/b 100%.txt");
		assertThat(complete("do").values()).containsExactly("docs/a.txt", "docs/b 100%.txt");
		assertThat(complete("docs/b 1").values()).containsExactly("docs/b 100%.txt");
		assertThat(complete("").values()).contains("docs/a.txt");
		assertThat(complete("nothing").values()).isEmpty();
	}

	@Test
	void ofManyAHundredAreShown() {
		for (int i = 0; i < 105; i++) {
			FileCalls.upload(this.gateway, "many/%03d".formatted(i), "");
		}
		Completion completion = complete("many/");
		assertThat(completion.values()).hasSize(100).startsWith("many/000").endsWith("many/099");
		assertThat(completion.hasMore()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../", "/", "a//", "%2e%2e/", "..\\", "http://elsewhere/" })
	void whatNoKeyCanBeginWithFindsNothing(String typed) {
		FileCalls.upload(this.gateway, "a.txt", "a");
		assertThat(complete(typed)).isEqualTo(Completion.NONE);
	}

	@Test
	void whatIsTooLongFindsNothing() {
		assertThat(complete("x".repeat(2000))).isEqualTo(Completion.NONE);
	}

	private Completion complete(String typed) {
		return Objects.requireNonNull(this.completions
			.completeResource("files://{+key}", new CompletionRequest("key", typed, Map.of(), Caller.ANONYMOUS))
			.block());
	}

}
