package dev.mcpgateway.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.testing.McpSchema;
import dev.mcpgateway.testing.RandomJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever comes in, a codec understands it or says in the protocol's shape why not.
 */
class CodecFuzzTests {

	private static final int MESSAGES = 20_000;

	private static final long SEED = 20260728;

	private static final ServerIdentity IDENTITY = new ServerIdentity("gateway", "1", "instructions", true);

	static Stream<WireCodec> codecs() {
		return Arrays.stream(Revision.values())
			.map((revision) -> (revision.era() == Revision.Era.MODERN) ? new ModernCodec(IDENTITY, Duration.ZERO)
					: new LegacyCodec(revision, IDENTITY));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void anyMessageIsUnderstoodOrRefusedByAValidError(WireCodec codec) {
		RandomJson random = new RandomJson(SEED);
		McpSchema schema = McpSchema.of(codec.revision());
		int understood = 0;
		int refused = 0;
		for (int i = 0; i < MESSAGES; i++) {
			JsonNode message = random.mostly() ? random.message() : random.value(4);
			try {
				if (JsonRpcMessage.of(message) instanceof JsonRpcMessage.Request request) {
					assertThat(codec.decode(request).request()).isNotNull();
					understood++;
				}
			}
			catch (JsonRpcException ex) {
				refused++;
				JsonNode error = JsonMapper.shared()
					.readTree(JsonRpcWriter.error(JsonRpcMessage.idOf(message).orElse(null), ex.error()));
				assertThat(schema.violations("JSONRPCErrorResponse", error)).as("message %d: %s", i, message).isEmpty();
			}
		}
		// Both must have been met, or the messages are not what they are meant to be.
		assertThat(understood).isGreaterThan(50);
		assertThat(refused).isGreaterThan(1000);
	}

}
