package dev.mcpgateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that has run out of memory, or whose event loops serve nobody any more, ends
 * and says why, however it was started.
 */
class FatalErrorTests {

	private static final Pattern PORT = Pattern.compile("Serving on http://127\\.0\\.0\\.1:(\\d+)");

	private final Path directory;

	FatalErrorTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@ParameterizedTest
	@ValueSource(strings = { "exhaust_event_loop", "exhaust_blocking", "exhaust_caught" })
	void outOfMemoryOnAnyThreadEndsTheProcess(String tool) throws Exception {
		assertThat(end(tool)).contains("FATAL mcp-gateway ends with status 3", "out of memory");
	}

	@Test
	void anEventLoopThatIsStuckEndsTheProcess() throws Exception {
		assertThat(end("block_event_loop")).contains("FATAL mcp-gateway ends with status 3",
				"gateway.http.connections.event-loop-timeout");
	}

	@Test
	void anEventLoopThatHasEndedEndsTheProcess() throws Exception {
		assertThat(end("end_event_loop")).contains("FATAL mcp-gateway ends with status 3", "an event loop has ended");
	}

	/** Starts a gateway, calls a tool and waits for its end; answers with its log. */
	private String end(String tool) throws Exception {
		Path log = this.directory.resolve("log");
		Process process = start(log);
		try {
			await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || PORT.matcher(text(log)).find());
			Matcher port = PORT.matcher(text(log));
			assertThat(port.find()).as(text(log)).isTrue();
			call(Integer.parseInt(port.group(1)), tool);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the process has ended").isTrue();
			assertThat(process.exitValue()).isEqualTo(3);
			return text(log);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Process start(Path log) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				McpGatewayApplication.class.getName(), "--spring.main.sources=" + FatalFeatures.class.getName(),
				"--server.port=0", "--gateway.postgres.enabled=false", "--gateway.mongo.enabled=false",
				"--gateway.s3.enabled=false", "--gateway.embedded.enabled=false",
				"--gateway.http.connections.event-loop-timeout=2s", "--spring.reactor.netty.shutdown-quiet-period=0s"));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	/** Without waiting: there may be no answer. */
	@SuppressWarnings("FutureReturnValueIgnored")
	private static void call(int port, String tool) {
		HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/mcp/tool"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(GatewayClient.body(tool, "{}")))
				.build(), HttpResponse.BodyHandlers.discarding());
	}

	private static String text(Path log) throws IOException {
		return Files.exists(log) ? Files.readString(log) : "";
	}

}
