package dev.mcpgateway.stdio;

import java.nio.file.Path;

import dev.mcpgateway.requirement.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One process serves both eras to the client that started it, and writes nothing but
 * messages.
 */
class StdioTests {

	private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
			+ "\"io.modelcontextprotocol/clientCapabilities\":{}}";

	@Test
	@Requirement({ "2025-stdio-only-messages", "2026-stdio-only-messages" })
	void oneClientIsServedInBothErasUntilItClosesItsEnd(@TempDir Path directory) throws Exception {
		try (StdioProcess gateway = StdioProcess.start(directory)) {
			gateway.send("""
					{"jsonrpc":"2.0","id":"d","method":"server/discover","params":{%s}}""".formatted(META));
			assertThat(gateway.next().at("/result/supportedVersions/0").asString()).isEqualTo("2026-07-28");

			gateway.send(modernCall(1, "echo", "{\"message\":\"l\\u00e4uft\\n\"}"));
			assertThat(gateway.next().at("/result/structuredContent/echo").asString()).isEqualTo("läuft\n");

			gateway.send("""
					{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
			assertThat(gateway.next().at("/error/code").asInt()).isEqualTo(-32600);

			gateway.send("""
					{"jsonrpc":"2.0","id":3,"method":"initialize","params":{"protocolVersion":"2025-06-18",
					"capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""".replace("\n", ""));
			assertThat(gateway.next().at("/result/protocolVersion").asString()).isEqualTo("2025-06-18");
			gateway.send("""
					{"jsonrpc":"2.0","method":"notifications/initialized"}""");
			gateway.send("""
					{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"count","arguments":{"to":2}}}""");
			assertThat(gateway.next().at("/result/structuredContent/items/1/count").asInt()).isEqualTo(2);

			assertThat(gateway.closeInputAndWait()).isZero();
			assertThat(gateway.hasMore()).isFalse();
			assertThat(gateway.log()).contains("Catalog:");
		}
	}

	@Test
	void whatCannotBeReadIsAnsweredAndTheNextLineIsServed(@TempDir Path directory) throws Exception {
		try (StdioProcess gateway = StdioProcess.start(directory)) {
			gateway.send("no JSON");
			assertThat(gateway.next().at("/error/code").asInt()).isEqualTo(-32700);
			gateway.send("x".repeat(17 * 1024 * 1024));
			JsonNode tooLong = gateway.next();
			assertThat(tooLong.at("/error/code").asInt()).isEqualTo(-32600);
			assertThat(tooLong.at("/error/message").asString()).contains("longer than");
			gateway.send(modernCall(7, "echo", "{\"message\":\"still here\"}"));
			assertThat(gateway.next().at("/result/structuredContent/echo").asString()).isEqualTo("still here");
		}
	}

	@Test
	@Requirement("2026-stdio-silent-after-cancel")
	void aCancelledCallSaysNothingMore(@TempDir Path directory) throws Exception {
		try (StdioProcess gateway = StdioProcess.start(directory)) {
			gateway.send(modernCall(1, "count", "{\"to\":1000,\"delay_ms\":1000}"));
			gateway.send("""
					{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""");
			gateway.send(modernCall(1, "echo", "{\"message\":\"the id is free again\"}"));
			assertThat(gateway.next().at("/result/structuredContent/echo").asString())
				.isEqualTo("the id is free again");
			assertThat(gateway.closeInputAndWait()).isZero();
			assertThat(gateway.hasMore()).isFalse();
		}
	}

	@Test
	void whatWasAskedIsAnsweredThoughTheClientHasClosedItsEnd(@TempDir Path directory) throws Exception {
		try (StdioProcess gateway = StdioProcess.start(directory)) {
			gateway.send(modernCall(1, "count", "{\"to\":2,\"delay_ms\":300}"));
			assertThat(gateway.closeInputAndWait()).isZero();
			assertThat(gateway.next().at("/result/structuredContent/1/count").asInt()).isEqualTo(2);
		}
	}

	private static String modernCall(int id, String tool, String arguments) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s,%s}}"
			.formatted(id, tool, arguments, META);
	}

}
