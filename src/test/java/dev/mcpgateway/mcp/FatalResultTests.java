package dev.mcpgateway.mcp;

import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A result that cannot be written is answered, and costs no place.
 */
@GatewayTest
@Import(FatalResultTests.FatalFeatures.class)
@TestPropertySource(properties = "gateway.calls.max-concurrent=2")
class FatalResultTests {

	private final int port;

	FatalResultTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@EnumSource
	void errorWhileAResultIsWrittenIsAnInternalError(Dialect dialect) {
		var client = dialect.client(this.port);
		for (String tool : new String[] { "overflow", "overflow_stream", "missing_class", "overflow" }) {
			JsonNode error = client.apply("tools/call").call(tool, "{}").error();
			assertThat(error.path("code").asInt()).as(tool).isEqualTo(-32603);
			assertThat(error.path("data").path("traceId").asString("")).as(tool).isNotEmpty();
		}
		for (int i = 0; i < 3; i++) {
			assertThat(client.apply("resources/read").param("uri", "fatal://overflow").error().path("code").asInt())
				.isEqualTo(-32603);
		}
		assertThat(client.apply("tools/call")
			.call("echo", "{\"message\": \"x\"}")
			.result()
			.path("isError")
			.asBoolean(false)).isFalse();
	}

	static class FatalFeatures {

		@McpTool(name = "overflow", description = "Answers with a value whose text overflows the stack.")
		Mono<Object> overflow() {
			return Mono.just(new Overflowing());
		}

		@McpTool(name = "overflow_stream", description = "Emits such a value.")
		Flux<Object> overflowStream() {
			return Flux.just("first", new Overflowing());
		}

		@McpResource(uri = "fatal://overflow", name = "overflow", description = "Such a value.")
		Mono<Object> overflowing() {
			return Mono.just(new Overflowing());
		}

		@McpTool(name = "missing_class", description = "Needs a class that is missing.")
		Flux<Object> missingClass() {
			return Flux.just(1).map((value) -> {
				throw new NoClassDefFoundError("missing");
			});
		}

	}

	static class Overflowing {

		public String getText() {
			throw new StackOverflowError();
		}

	}

}
