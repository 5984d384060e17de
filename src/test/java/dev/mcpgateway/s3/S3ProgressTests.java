package dev.mcpgateway.s3;

import java.util.Base64;
import java.util.List;

import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An upload tells how many bytes of how many are on their way.
 */
@S3Test
class S3ProgressTests {

	private static final S3TestServer server = S3TestServer.start();

	private final int port;

	S3ProgressTests(@LocalServerPort int port) {
		this.port = port;
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 700_000 })
	void progressGrowsToTheTotalBeforeTheResult(int size) {
		try (McpResponse response = upload(size).meta("progressToken", "t").send()) {
			List<JsonNode> messages = response.messages();
			List<JsonNode> progress = messages.subList(0, messages.size() - 1);
			assertThat(progress).isNotEmpty()
				.allSatisfy((each) -> assertThat(each.get("method").asString()).isEqualTo("notifications/progress"))
				.allSatisfy((each) -> assertThat(each.at("/params/total").asInt()).isEqualTo(size));
			assertThat(progress).extracting((each) -> each.at("/params/progress").asInt())
				.isSorted()
				.doesNotHaveDuplicates()
				.endsWith(size);
			assertThat(messages.getLast().at("/result/structuredContent/success").asBoolean()).isTrue();
		}
	}

	@Test
	void uploadWithoutATokenIsAnsweredAtOnce() {
		try (McpResponse response = upload(10).send()) {
			assertThat(response.streams()).isFalse();
			assertThat(response.result().at("/structuredContent/success").asBoolean()).isTrue();
		}
	}

	@Test
	void uploadStillHasAnOutputSchema() {
		JsonNode tools = McpRequest.modern(this.port, "tools/list").result().get("tools");
		assertThat(tools).filteredOn((tool) -> tool.get("name").asString().equals("upload_file"))
			.singleElement()
			.satisfies(
					(tool) -> assertThat(tool.at("/outputSchema/properties/url/type").asString()).isEqualTo("string"));
	}

	private McpRequest upload(int size) {
		return McpRequest.modern(this.port, "tools/call")
			.call("upload_file", "{\"key\": \"k\", \"encoding\": \"base64\", \"content\": \"%s\"}"
				.formatted(Base64.getEncoder().encodeToString(new byte[size])));
	}

}
