package dev.mcpgateway.ops;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient;
import org.awaitility.Awaitility;

/**
 * The packaged jar, run as operators run it, on the servers of the tests.
 */
final class PackagedGateway implements AutoCloseable {

	static final Path JAR = Path.of("target", "mcp-gateway.jar");

	private static final Pattern SERVING = Pattern.compile("Serving on http://127\\.0\\.0\\.1:(\\d+)");

	private final Process process;

	private final Path log;

	private final int port;

	private PackagedGateway(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.port = port;
	}

	/**
	 * Starts a gateway on a free port and waits until it serves.
	 * @param log where its log goes
	 */
	static PackagedGateway start(Path log) {
		Process process = launch(log, environment());
		int port = Awaitility.await("the packaged gateway serves").atMost(Duration.ofSeconds(90)).until(() -> {
			if (!process.isAlive()) {
				throw new IllegalStateException("The gateway did not start:\n" + Files.readString(log));
			}
			Matcher serving = SERVING.matcher(Files.readString(log));
			return serving.find() ? Integer.parseInt(serving.group(1)) : 0;
		}, (found) -> found > 0);
		return new PackagedGateway(process, log, port);
	}

	/** Starts the jar with nothing but what is given. */
	static Process launch(Path log, Map<String, String> environment) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx256m");
		command.add("-jar");
		command.add(JAR.toAbsolutePath().toString());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		builder.environment().put("SERVER_PORT", "0");
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs the jar with {@code --stdio}.
	 * @param log where standard error goes
	 * @param input all that is written to it
	 * @return the lines that it wrote
	 */
	static List<String> stdio(Path log, String input) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", JAR.toAbsolutePath().toString(), "--stdio")
			.redirectError(log.toFile());
		builder.environment().putAll(environment());
		Process process = builder.start();
		try (OutputStream in = process.getOutputStream()) {
			in.write(input.getBytes(StandardCharsets.UTF_8));
		}
		List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
		if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new IllegalStateException("The gateway did not end well:\n" + Files.readString(log));
		}
		return lines;
	}

	private static Map<String, String> environment() {
		return Gateway.with("gateway.calls.drain-time=5s", "spring.main.register-shutdown-hook=true")
			.postgres("packaged")
			.mongo()
			.s3()
			.environment();
	}

	int port() {
		return this.port;
	}

	/** A client of it. */
	GatewayClient client() {
		return new GatewayClient(this.port);
	}

	/** What it has logged so far. */
	String log() throws IOException {
		return Files.readString(this.log);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
