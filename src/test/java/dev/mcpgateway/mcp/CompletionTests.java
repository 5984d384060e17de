package dev.mcpgateway.mcp;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that an argument may take (completion, in both revisions).
 */
@GatewayTest
class CompletionTests {

	private static final String PROMPT = "{\"type\": \"ref/prompt\", \"name\": \"words\"}";

	private static final String TEMPLATE = "{\"type\": \"ref/resource\", \"uri\": \"sample://words/{word}\"}";

	private final int port;

	CompletionTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2025-completion-capability")
	void completionIsDeclared() {
		assertThat(McpSession.open(this.port).initialized().path("capabilities").path("completions").isObject())
			.isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void atMostAHundredValuesCome(Dialect dialect) {
		for (String reference : new String[] { PROMPT, TEMPLATE }) {
			JsonNode completion = complete(dialect, reference, "{\"name\": \"word\", \"value\": \"a\"}").path("result")
				.path("completion");
			assertThat(completion.path("values").size()).isEqualTo(100);
			assertThat(completion.path("values").path(0).asString("")).isEqualTo("a1");
			assertThat(completion.path("total").asInt()).isEqualTo(150);
			assertThat(completion.path("hasMore").asBoolean()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { PROMPT + ";{\"name\": \"other\", \"value\": \"a\"}",
			PROMPT + ";{\"name\": \"word\"}", PROMPT + ";{\"name\": \"word\", \"value\": 1}",
			PROMPT + ";{\"value\": \"a\"}", PROMPT + ";[]", TEMPLATE + ";{\"name\": \"other\", \"value\": \"a\"}",
			"{\"type\": \"ref/prompt\", \"name\": \"no_such\"};{\"name\": \"word\", \"value\": \"a\"}",
			"{\"type\": \"ref/prompt\"};{\"name\": \"word\", \"value\": \"a\"}",
			"{\"type\": \"ref/tool\", \"name\": \"echo\"};{\"name\": \"message\", \"value\": \"a\"}",
			"{\"type\": \"ref/resource\", \"uri\": \"sample://{no}/such\"};{\"name\": \"no\", \"value\": \"a\"}",
			"7;{\"name\": \"word\", \"value\": \"a\"}" })
	@Requirement({ "2025-completion-validated", "2026-completion-validated" })
	void whatDoesNotFitIsRefused(String reference, String argument) {
		for (Dialect dialect : Dialect.values()) {
			assertThat(complete(dialect, reference, argument).path("error").path("code").asInt()).isEqualTo(-32602);
		}
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-completion-no-disclosure", "2026-completion-no-disclosure" })
	void nothingIsToldOfWhatHasNoCompletion(Dialect dialect) {
		String argument = "{\"name\": \"number\", \"value\": \"\"}";
		JsonNode template = complete(dialect, "{\"type\": \"ref/resource\", \"uri\": \"sample://numbers/{number}\"}",
				argument);
		assertThat(template.path("result").path("completion").path("values").size()).isZero();
		JsonNode prompt = complete(dialect, "{\"type\": \"ref/prompt\", \"name\": \"greet\"}",
				"{\"name\": \"name\", \"value\": \"\"}");
		assertThat(prompt.path("result").path("completion").path("values").size()).isZero();
		JsonNode unknown = complete(dialect, "{\"type\": \"ref/prompt\", \"name\": \"no_such\"}", argument);
		assertThat(unknown.path("error").toString()).doesNotContain("words", "greet");
	}

	private JsonNode complete(Dialect dialect, String reference, String argument) {
		return dialect.request(this.port, "completion/complete")
			.json("ref", reference)
			.json("argument", argument)
			.send()
			.response();
	}

}
