package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.SampleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What lists show, page by page.
 */
@GatewayTest
@TestPropertySource(properties = "gateway.mcp.page-size=7")
class ListTests {

	private final int port;

	private final SampleProvider provider;

	ListTests(@LocalServerPort int port, @Autowired SampleProvider provider) {
		this.port = port;
		this.provider = provider;
	}

	@ParameterizedTest
	@CsvSource({ "tools/list,tools,name,echo", "resources/list,resources,uri,example://hello",
			"prompts/list,prompts,name,greet" })
	@Requirement({ "2026-tools-listed", "2026-resources-listed", "2026-prompts-listed" })
	void listsShowWhatThereIsNow(String method, String member, String name, String one) {
		assertThat(names(method, member, name)).contains(one).doesNotContain("extra", "sample://extra");
		this.provider.offer(true);
		assertThat(names(method, member, name)).contains(one).containsAnyOf("extra", "sample://extra");
		this.provider.offer(false);
		assertThat(names(method, member, name)).doesNotContain("extra", "sample://extra");
	}

	@ParameterizedTest
	@CsvSource({ "tools/list,tools,name", "resources/list,resources,uri", "prompts/list,prompts,name",
			"resources/templates/list,resourceTemplates,uriTemplate" })
	@Requirement({ "2026-tools-list-stable", "2026-resources-list-stable", "2026-prompts-list-stable" })
	void listsDoNotDependOnWhatWasAskedBefore(String method, String member, String name) {
		List<String> first = names(method, member, name);
		McpRequest.modern(this.port, "tools/call").call("echo", "{\"message\": \"x\"}").result();
		McpRequest.modern(this.port, "resources/read").param("uri", "example://hello").result();
		McpRequest.modern(this.port, "tools/call").call("ask_name", "{}").capabilities("{\"roots\": {}}").error();
		McpSession.open(this.port).request("logging/setLevel").param("level", "debug").result();
		assertThat(names(method, member, name)).isEqualTo(first).doesNotHaveDuplicates();
		List<String> elsewhere = new ArrayList<>();
		McpRequest page = McpRequest.modern(this.port, method).capabilities("{\"sampling\": {}}");
		page.result().path(member).forEach((each) -> elsewhere.add(each.path(name).asString("")));
		assertThat(elsewhere).isEqualTo(first.subList(0, elsewhere.size()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "server/discover", "tools/list", "prompts/list", "resources/list",
			"resources/templates/list", "resources/read" })
	@Requirement({ "2026-caching-hints", "2026-caching-ttl" })
	void whatCanBeCachedSaysForHowLongAndForWhom(String method) {
		McpRequest request = McpRequest.modern(this.port, method);
		JsonNode result = (method.equals("resources/read") ? request.param("uri", "example://hello") : request)
			.result();
		assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
		assertThat(result.path("ttlMs").asLong(-1)).isNotNegative();
		assertThat(result.path("cacheScope").asString("")).isIn("public", "private");
	}

	@Test
	@Requirement("2026-caching-same-scope")
	void allPagesAreForTheSameReaders() {
		Set<String> scopes = new HashSet<>();
		int pages = 0;
		String cursor = null;
		do {
			McpRequest request = McpRequest.modern(this.port, "tools/list");
			JsonNode page = ((cursor != null) ? request.param("cursor", cursor) : request).result();
			scopes.add(page.path("cacheScope").asString(""));
			cursor = page.path("nextCursor").asString(null);
			pages++;
		}
		while (cursor != null);
		assertThat(pages).isGreaterThan(3);
		assertThat(scopes).hasSize(1);
	}

	@Test
	@Requirement("2026-caching-public-is-shared")
	void onlyWhatIsTheSameForAllIsPublic() {
		Map<String, String> scopes = new LinkedHashMap<>();
		for (String method : List.of("server/discover", "tools/list", "prompts/list", "resources/list",
				"resources/templates/list", "resources/read")) {
			JsonNode one = cacheable(method, "Bearer a", "{}");
			JsonNode other = cacheable(method, "Bearer b", "{\"sampling\": {}, \"elicitation\": {}}");
			scopes.put(method, one.path("cacheScope").asString(""));
			assertThat(other.path("cacheScope")).isEqualTo(one.path("cacheScope"));
			if (one.path("cacheScope").asString("").equals("public")) {
				assertThat(other).as(method).isEqualTo(one);
			}
		}
		// What a resource holds may be its reader's own.
		assertThat(scopes).containsEntry("resources/read", "private").containsValue("public");
	}

	private JsonNode cacheable(String method, String authorization, String capabilities) {
		McpRequest request = McpRequest.modern(this.port, method)
			.header("Authorization", authorization)
			.capabilities(capabilities);
		return (method.equals("resources/read") ? request.param("uri", "example://hello") : request).result();
	}

	@ParameterizedTest
	@EnumSource
	void aCursorThatWasMadeUpIsRefused(Dialect dialect) {
		String cursor = dialect.request(this.port, "tools/list").result().path("nextCursor").asString("");
		String other = cursor.startsWith("A") ? "B" : "A";
		for (String each : List.of("x", "0", cursor + "AAAA", other + cursor.substring(1))) {
			assertThat(dialect.request(this.port, "tools/list").param("cursor", each).error().path("code").asInt())
				.isEqualTo(-32602);
		}
		assertThat(dialect.request(this.port, "prompts/list").param("cursor", cursor).error().path("code").asInt())
			.isEqualTo(-32602);
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "2025-tools-input-schema", "2026-tools-input-schema", "2025-schema-valid", "2026-schema-valid" })
	void everyToolHasProperSchemas(Dialect dialect) {
		List<JsonNode> tools = all(dialect, "tools/list", "tools");
		assertThat(tools).hasSizeGreaterThan(20).allSatisfy((tool) -> {
			assertThat(tool.path("inputSchema").path("type").asString("")).isEqualTo("object");
			JsonSchema.compile((ObjectNode) tool.path("inputSchema"));
			if (tool.has("outputSchema")) {
				JsonSchema.compile((ObjectNode) tool.path("outputSchema"));
			}
		});
	}

	private List<String> names(String method, String member, String name) {
		return all(Dialect.MODERN, method, member).stream().map((each) -> each.path(name).asString("")).toList();
	}

	private List<JsonNode> all(Dialect dialect, String method, String member) {
		var client = dialect.client(this.port);
		List<JsonNode> all = new ArrayList<>();
		JsonNode page = client.apply(method).result();
		page.path(member).forEach(all::add);
		while (page.has("nextCursor")) {
			page = client.apply(method).param("cursor", page.path("nextCursor").asString("")).result();
			page.path(member).forEach(all::add);
		}
		return all;
	}

}
