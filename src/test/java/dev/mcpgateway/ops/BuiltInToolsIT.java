package dev.mcpgateway.ops;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every tool of the packaged gateway gives over MCP what its output schema says, in both
 * eras.
 */
class BuiltInToolsIT {

	@Test
	void whatEveryToolGivesFitsItsOutputSchemaInBothEras(@TempDir Path directory) {
		try (PackagedGateway gateway = PackagedGateway.start(directory.resolve("gateway.log"))) {
			int port = gateway.port();
			check(McpRequest.modern(port, "tools/list").result(),
					(name, arguments) -> McpRequest.modern(port, "tools/call").call(name, arguments).result());
			McpSession session = McpSession.open(port);
			check(session.request("tools/list").result(),
					(name, arguments) -> session.request("tools/call").call(name, arguments).result());
			session.end();
		}
	}

	private static void check(JsonNode list, ToolCaller caller) {
		Map<String, JsonSchema> schemas = new HashMap<>();
		list.get("tools").forEach((tool) -> schemas.put(tool.get("name").stringValue(), schema(tool)));
		Map<String, JsonNode> results = new LinkedHashMap<>();
		ToolCaller call = (name, arguments) -> {
			JsonNode result = caller.call(name, arguments);
			assertThat(result.path("isError").asBoolean(false)).as("%s: %s", name, result).isFalse();
			JsonNode structured = result.path("structuredContent");
			assertThat(Objects.requireNonNull(schemas.get(name), name).validate(structured))
				.as("%s: %s", name, structured)
				.isEmpty();
			assertThat(result.at("/content/0/text").asString()).as(name).isNotEmpty();
			results.put(name, structured);
			return structured;
		};
		long document = call.call("create_document", "{\"title\":\"t\",\"content\":\"fox\"}").get("id").longValue();
		String id = "{\"document_id\":" + document + "}";
		call.call("get_document", id);
		call.call("update_document", "{\"document_id\":" + document + ",\"title\":\"u\"}");
		call.call("list_documents", "{}");
		call.call("search_documents", "{\"query\":\"fox\"}");
		call.call("export_documents", "{}");
		call.call("delete_document", id);
		String item = call.call("create_item", "{\"collection\":\"people\",\"data\":{\"name\":\"Ada\"}}")
			.get("id")
			.asString();
		String itemId = "\"collection\":\"people\",\"item_id\":\"" + item + "\"";
		call.call("find_items", "{\"collection\":\"people\"}");
		call.call("update_item", "{" + itemId + ",\"data\":{\"name\":\"Grace\"}}");
		call.call("list_collections", "{}");
		call.call("delete_item", "{" + itemId + "}");
		call.call("upload_file", "{\"key\":\"a.txt\",\"content\":\"Hello\"}");
		call.call("list_files", "{}");
		call.call("presign_file", "{\"key\":\"a.txt\"}");
		call.call("delete_file", "{\"key\":\"a.txt\"}");
		call.call("echo", "{\"message\":\"hi\"}");
		call.call("count", "{\"to\":2,\"delay_ms\":0}");
		assertThat(results.keySet()).as("every tool was called").containsAll(schemas.keySet());
	}

	private static JsonSchema schema(JsonNode tool) {
		assertThat(tool.has("outputSchema")).as("%s has an output schema", tool.get("name")).isTrue();
		return JsonSchema.compile((ObjectNode) tool.get("outputSchema"));
	}

	@Test
	void stdioOfTheJarServesTheSameTools(@TempDir Path directory) throws Exception {
		Path log = directory.resolve("stderr.log");
		List<String> lines = PackagedGateway.stdio(log,
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
						+ "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
						+ "\"io.modelcontextprotocol/clientCapabilities\":{}}}}\n");
		assertThat(lines).hasSize(1);
		JsonNode tools = JsonMapper.shared().readTree(lines.getFirst()).at("/result/tools");
		assertThat(tools.valueStream().map((tool) -> tool.get("name").asString())).contains("create_document",
				"find_items", "upload_file");
	}

	@FunctionalInterface
	private interface ToolCaller {

		JsonNode call(String name, String arguments);

	}

}
