package dev.mcpgateway.streamablehttp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.testing.McpSchema;
import dev.mcpgateway.testing.RandomJson;
import dev.mcpgateway.wire.Revision;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classifier takes any bytes under any header without failing.
 */
class RequestClassifierFuzzTests {

	private static final int BODIES = 20_000;

	private final RequestClassifier classifier = new RequestClassifier(new StrictJsonReader(100));

	@Test
	void anyBytesAreClassifiedOrRejectedByAValidError() {
		RandomJson random = new RandomJson(42);
		List<Map<String, String>> heads = List.of(Map.of(), Map.of("MCP-Protocol-Version", "2026-07-28"),
				Map.of("MCP-Protocol-Version", "2025-06-18"), Map.of("MCP-Protocol-Version", "nonsense"));
		int rejected = 0;
		int classified = 0;
		for (int i = 0; i < BODIES; i++) {
			byte[] whole = random.message().toString().getBytes(StandardCharsets.UTF_8);
			byte[] body = switch (i % 3) {
				case 0 -> whole;
				case 1 -> random.damaged(whole);
				default -> random.bytes();
			};
			Classified result = this.classifier.classify(head(heads.get(i % heads.size())), body);
			if (result instanceof Classified.Rejected(var id, var error)) {
				rejected++;
				JsonNode answer = JsonMapper.shared().readTree(JsonRpcWriter.error(id, error));
				assertThat(McpSchema.of(Revision.V2026_07_28).violations("JSONRPCErrorResponse", answer)).isEmpty();
				assertThat(McpSchema.of(Revision.V2025_11_25).violations("JSONRPCErrorResponse", answer)).isEmpty();
				assertThat(error.message()).doesNotContain("Exception", "tools.jackson", "\n");
			}
			else {
				classified++;
			}
		}
		assertThat(rejected).isGreaterThan(1000);
		assertThat(classified).isGreaterThan(1000);
	}

	@Test
	void aBodyThatNamesItsRevisionIsModernWhateverTheHeaderSays() {
		byte[] body = """
				{"jsonrpc":"2.0","id":1,"method":"tools/list",
				 "params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}"""
			.getBytes(StandardCharsets.UTF_8);
		assertThat(this.classifier.classify(head(Map.of("MCP-Protocol-Version", "2025-11-25")), body))
			.isInstanceOf(Classified.Modern.class);
		assertThat(this.classifier.classify(head(Map.of("Mcp-Session-Id", "x")), body))
			.isInstanceOf(Classified.Modern.class);
	}

	@Test
	void withoutARevisionTheHeaderDecides() {
		byte[] body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(this.classifier.classify(head(Map.of()), body)).isInstanceOf(Classified.Legacy.class);
		assertThat(this.classifier.classify(head(Map.of("MCP-Protocol-Version", "2025-03-26")), body))
			.isInstanceOf(Classified.Legacy.class);
		assertThat(this.classifier.classify(head(Map.of("MCP-Protocol-Version", "2026-07-28")), body))
			.isInstanceOf(Classified.Modern.class);
		assertThat(this.classifier.classify(head(Map.of("MCP-Protocol-Version", "2099-01-01")), body))
			.isInstanceOf(Classified.Modern.class);
	}

	private static RequestHead head(Map<String, String> headers) {
		return new RequestHead() {
			@Override
			public String method() {
				return "POST";
			}

			@Override
			public List<String> headers(String name) {
				String value = headers.get(name);
				return (value != null) ? List.of(value) : List.of();
			}
		};
	}

}
