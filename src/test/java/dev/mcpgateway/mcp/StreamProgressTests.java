package dev.mcpgateway.mcp;

import java.util.List;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client hears how far a stream is, though the tool says nothing of it.
 */
@GatewayTest
class StreamProgressTests {

	private final int port;

	StreamProgressTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-progress-increases", "2026-progress-increases" })
	void itemsAreCountedForWhoAsks(Dialect dialect) {
		List<JsonNode> messages = dialect.call(this.port, "count", "{\"to\": 6, \"delay_ms\": 350}")
			.meta("progressToken", "p")
			.send()
			.messages();
		List<Double> progress = progress(messages);
		assertThat(progress).hasSizeBetween(2, 3).startsWith(1.0).isSorted().doesNotHaveDuplicates();
		assertThat(messages.getLast().has("result")).isTrue();
		assertThat(messages).first().satisfies((first) -> {
			assertThat(first.path("params").path("progressToken").asString("")).isEqualTo("p");
			assertThat(first.path("params").path("message").asString("")).isEqualTo("1 item so far");
		});
	}

	@ParameterizedTest
	@EnumSource
	void nobodyElseHearsOfThem(Dialect dialect) {
		List<JsonNode> messages = dialect.call(this.port, "count", "{\"to\": 3, \"delay_ms\": 10}").send().messages();
		assertThat(messages).singleElement().satisfies((only) -> assertThat(only.has("result")).isTrue());
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatIsCutHasToldItsProgress(Dialect dialect) {
		List<JsonNode> messages = dialect.call(this.port, "flood", "{}").meta("progressToken", 1).send().messages();
		assertThat(progress(messages)).startsWith(1.0);
		assertThat(messages.getLast().path("result").path("_meta").has("dev.mcpgateway/cut")).isTrue();
	}

	private static List<Double> progress(List<JsonNode> messages) {
		return messages.stream()
			.filter((each) -> each.path("method").asString("").equals("notifications/progress"))
			.map((each) -> each.path("params").path("progress").asDouble())
			.toList();
	}

}
