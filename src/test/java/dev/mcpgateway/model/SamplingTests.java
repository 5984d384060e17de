package dev.mcpgateway.model;

import dev.mcpgateway.requirement.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A request for a message of the client's model cannot be made wrongly, so it cannot be
 * sent wrongly.
 */
class SamplingTests {

	private static final String ASKED = "{\"role\": \"user\", \"content\": {\"type\": \"text\", \"text\": \"hi\"}}";

	private static final String USES = """
			{"role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "t", "input": {}},
			  {"type": "tool_use", "id": "2", "name": "t", "input": {}}]}""";

	private static final String RESULT = "{\"type\": \"tool_result\", \"toolUseId\": \"%s\", \"content\": []}";

	private static final String ONE = RESULT.formatted(1);

	private static final String TWO = RESULT.formatted(2);

	private static final String TEXT = "{\"type\": \"text\", \"text\": \"so\"}";

	@Test
	void aConversationWithToolsIsTaken() {
		sampling(ASKED + "," + USES + "," + user(ONE + "," + TWO) + "," + ASKED);
	}

	@Test
	@Requirement({ "2025-sampling-tool-results-alone", "2026-sampling-tool-results-alone" })
	void resultsStandAlone() {
		assertRefused(ASKED + "," + USES + "," + user(ONE + "," + TWO + "," + TEXT));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "," + ASKED, "," + ASKED + ",{\"role\": \"user\", \"content\": [" + TEXT + "]}" })
	@Requirement({ "2025-sampling-tool-use-answered", "2026-sampling-tool-use-answered" })
	void usesAreFollowedByTheirResults(String rest) {
		assertRefused(ASKED + "," + USES + rest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "2", "3" })
	@Requirement({ "2025-sampling-reply-to-tool-use", "2026-sampling-reply-to-tool-use" })
	void eachUseHasItsResult(String answered) {
		assertRefused(ASKED + "," + USES + "," + user(RESULT.formatted(answered)));
		assertRefused(ASKED + "," + USES + "," + user(ONE + "," + TWO + "," + RESULT.formatted(3)));
		assertRefused(user(ONE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"content\": " + TEXT + "}", "{\"role\": \"system\", \"content\": " + TEXT + "}",
			"{\"role\": \"user\"}", "{\"role\": \"user\", \"content\": \"hi\"}" })
	@Requirement("2026-sampling-message-members")
	void aMessageHasRoleAndContent(String message) {
		assertRefused(message);
	}

	@Test
	@Requirement({ "2025-sampling-tools-declared", "2026-sampling-tools-declared" })
	void toolsNeedAClientThatCanUseThem() {
		assertThat(sampling(ASKED).requires()).isEqualTo(ClientCapability.SAMPLING);
		assertThat(with("tools", "[]").requires()).isEqualTo(ClientCapability.SAMPLING_TOOLS);
		assertThat(with("toolChoice", "{}").requires()).isEqualTo(ClientCapability.SAMPLING_TOOLS);
	}

	private static String user(String blocks) {
		return "{\"role\": \"user\", \"content\": [%s]}".formatted(blocks);
	}

	private static void assertRefused(String messages) {
		assertThatIllegalArgumentException().isThrownBy(() -> sampling(messages));
	}

	private static InputRequest.Sampling with(String member, String value) {
		ObjectNode params = params(ASKED);
		params.set(member, JsonMapper.shared().readTree(value));
		return new InputRequest.Sampling(params);
	}

	private static InputRequest.Sampling sampling(String messages) {
		return new InputRequest.Sampling(params(messages));
	}

	private static ObjectNode params(String messages) {
		return (ObjectNode) JsonMapper.shared().readTree("{\"messages\": [%s], \"maxTokens\": 9}".formatted(messages));
	}

}
