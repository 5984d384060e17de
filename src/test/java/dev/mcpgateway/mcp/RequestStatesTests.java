package dev.mcpgateway.mcp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.wire.ClientRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a client keeps between two tries is good for its caller, its request and a time.
 */
class RequestStatesTests {

	private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");

	private static final Caller ANN = new Caller("ann");

	private static final Map<String, JsonNode> ANSWERS = Map.of("name", JsonMapper.shared().readTree("{\"a\": 1}"));

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

	private final RequestStates states = at(NOW, KEY);

	@Test
	void anotherReplicaWithTheSameKeyOpensIt() {
		assertThat(at(NOW, KEY).open(call("t", "{}"), ANN, seal())).isEqualTo(ANSWERS);
	}

	@Test
	@Requirement({ "2026-elicitation-bound", "2026-elicitation-state-of-user" })
	void anotherCallerCannotUseIt() {
		assertRefused(this.states, call("t", "{}"), new Caller("bob"), seal());
		assertRefused(this.states, call("t", "{}"), Caller.ANONYMOUS, seal());
	}

	@Test
	void itIsGoodForTheSameArgumentsHoweverTheyAreWritten() {
		String sealed = this.states.seal(call("t", "{\"a\": 1.0, \"b\": [\"x\"]}"), ANN, ANSWERS);
		assertThat(this.states.open(call("t", "{\"b\":[\"x\"],\"a\":1}"), ANN, sealed)).isEqualTo(ANSWERS);
		assertRefused(this.states, call("t", "{\"a\": 2, \"b\": [\"x\"]}"), ANN, sealed);
		assertRefused(this.states, call("u", "{\"a\": 1, \"b\": [\"x\"]}"), ANN, sealed);
		assertRefused(this.states, new ClientRequest.ReadResource("t"), ANN, sealed);
	}

	@Test
	void itIsGoodForATime() {
		assertThat(at(NOW.plusSeconds(59), KEY).open(call("t", "{}"), ANN, seal())).isEqualTo(ANSWERS);
		assertRefused(at(NOW.plusSeconds(61), KEY), call("t", "{}"), ANN, seal());
	}

	@Test
	@Requirement("2026-mrtr-state-integrity")
	void withoutTheKeyNobodyMakesOne() {
		byte[] other = new byte[32];
		other[0] = 1;
		RequestStates forger = at(NOW, Base64.getEncoder().encodeToString(other));
		assertRefused(this.states, call("t", "{}"), ANN, forger.seal(call("t", "{}"), ANN, ANSWERS));
	}

	private String seal() {
		return this.states.seal(call("t", "{}"), ANN, ANSWERS);
	}

	private static void assertRefused(RequestStates states, ClientRequest.Askable request, Caller caller,
			String sealed) {
		assertThatExceptionOfType(JsonRpcException.class).isThrownBy(() -> states.open(request, caller, sealed));
	}

	private static RequestStates at(Instant now, String key) {
		return new RequestStates(new Seal(key), Duration.ofMinutes(1), Clock.fixed(now, ZoneOffset.UTC));
	}

	private static ClientRequest.CallTool call(String tool, String arguments) {
		return new ClientRequest.CallTool(tool, (ObjectNode) JsonMapper.shared().readTree(arguments));
	}

}
