package dev.mcpgateway.stdio;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.requirement.Requirement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway as a client starts it: a process of its own.
 */
class StdioProcessTests {

	@Test
	@Requirement({ "2025-stdio-only-messages", "2026-stdio-only-messages" })
	void theProcessWritesMessagesAndNothingElse() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				McpGatewayApplication.class.getName(), "--stdio", "--gateway.postgres.enabled=false",
				"--gateway.mongo.enabled=false", "--gateway.s3.enabled=false", "--logging.level.root=INFO")
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			StdioClient client = new StdioClient(process.getInputStream(), process.getOutputStream());
			client.request(1, "server/discover", "{}", "{}");
			assertThat(client.message().path("result").path("supportedVersions").size()).isPositive();
			client.request("call", "tools/call", "{\"name\": \"count\", \"arguments\": {\"to\": 3, \"delay_ms\": 1}}",
					"{}");
			JsonNode result = client.until("call").getLast().path("result");
			assertThat(result.path("structuredContent").size()).isEqualTo(3);
			client.end();
			assertThat(client.rest()).isEmpty();
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
