package dev.mcpgateway.observability;

import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@GatewayTest
class ToolCallMetricsTests {

	private static final String EVENTS = "application/x-ndjson;profile=events";

	private final GatewayClient client;

	private final int port;

	ToolCallMetricsTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "echo|{\"message\":\"hi\"}|completed", "count|{\"to\":3,\"delay_ms\":0}|completed",
					"fail_single|{\"kind\":\"refused\"}|failed", "fail_first|{\"kind\":\"refused\"}|failed",
					"fail_later|{\"kind\":\"refused\"}|failed", "fail_later|{\"kind\":\"bug\"}|bug",
					"empty|{}|completed", "unwritable|{}|bug", "unwritable_single|{}|bug" })
	void eachCallIsCountedOnce(String tool, String arguments, String outcome) {
		for (String accept : new String[] { "*/*", EVENTS }) {
			double before = calls(tool);
			double ofOutcome = calls(tool, outcome);
			this.client.call(tool, arguments, "Accept", accept);
			await().until(() -> calls(tool) == before + 1);
			assertThat(calls(tool, outcome)).isEqualTo(ofOutcome + 1);
			await().until(() -> running() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "unwritable", "unwritable_single" })
	void whatCannotBeWrittenOverMcpIsABug(String tool) {
		double before = calls(tool, "bug");
		double cancelled = calls(tool, "cancelled");
		assertThat(McpRequest.modern(this.port, "tools/call").call(tool, "{}").error().path("code").asInt())
			.isEqualTo(-32603);
		await().until(() -> calls(tool, "bug") == before + 1);
		assertThat(calls(tool, "cancelled")).isEqualTo(cancelled);
	}

	@Test
	void aCallThatIsHungUpOnIsCancelled() {
		double before = calls("endless", "cancelled");
		double all = calls("endless");
		try (Stream<String> lines = this.client.stream("endless", "{}")) {
			assertThat(lines.iterator().next()).isNotEmpty();
			assertThat(running()).isEqualTo(1);
		}
		await().until(() -> running() == 0);
		assertThat(calls("endless", "cancelled")).isEqualTo(before + 1);
		assertThat(calls("endless")).isEqualTo(all + 1);
	}

	@Test
	void nothingOfARequestBecomesATag() {
		String marker = "marker4711";
		this.client.call(marker, "{}");
		this.client.call("echo", "{\"message\": \"" + marker + "\"}");
		this.client.call("echo", "{\"" + marker + "\": 1}");
		this.client.read("sample://keys/" + marker);
		this.client.read("nowhere://" + marker);
		this.client.get("/api/mcp/tools/" + marker);
		this.client.get("/" + marker);
		this.client.get("/actuator/" + marker);
		this.client.get("/health?" + marker + "=1", "X-" + marker, marker, "User-Agent", marker, "Origin",
				"http://" + marker);
		this.client.method(marker, "/api/mcp/tool");
		String exposed = this.client.get("/actuator/prometheus").text();
		assertThat(exposed).contains("mcp_tool_calls_seconds_count{").doesNotContain(marker).doesNotContain("MARKER");
	}

	@Test
	void theMetersSayWhatTheyMean() {
		this.client.call("nothing", "{}");
		String exposed = this.client.get("/actuator/prometheus").text();
		assertThat(exposed).contains("# HELP mcp_tool_calls_seconds Tool calls, by tool and outcome",
				"# HELP mcp_tool_calls_running Tool calls that run now");
	}

	private double running() {
		return sum("mcp_tool_calls_running", "", "");
	}

	private double calls(String tool) {
		return sum("mcp_tool_calls_seconds_count", "tool=\"" + tool + "\"", "");
	}

	private double calls(String tool, String outcome) {
		return sum("mcp_tool_calls_seconds_count", "tool=\"" + tool + "\"", "outcome=\"" + outcome + "\"");
	}

	private double sum(String meter, String tag, String otherTag) {
		return this.client.get("/actuator/prometheus")
			.lines()
			.stream()
			.filter((line) -> line.startsWith(meter) && line.contains(tag) && line.contains(otherTag))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}
