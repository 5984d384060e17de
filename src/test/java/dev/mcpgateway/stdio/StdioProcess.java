package dev.mcpgateway.stdio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.testing.JavaProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway as a desktop client starts it: a process with messages on its streams.
 */
final class StdioProcess implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 60;

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final Path log;

	private StdioProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		Thread.ofVirtual().start(this::read);
	}

	static StdioProcess start(Path directory) throws IOException {
		Path log = directory.resolve("stderr.log");
		ProcessBuilder builder = JavaProcess.of(McpGatewayApplication.class, "--stdio",
				"--gateway.postgres.enabled=false", "--gateway.mongo.enabled=false", "--gateway.s3.enabled=false");
		return new StdioProcess(builder.redirectError(log.toFile()).start(), log);
	}

	private void read() {
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			out.lines().forEach(this.lines::add);
		}
		catch (IOException ex) {
			this.lines.add("The output broke off: " + ex);
		}
	}

	void send(String message) throws IOException {
		OutputStream in = this.process.getOutputStream();
		in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
		in.flush();
	}

	/** The next line, which must be a message. */
	JsonNode next() throws Exception {
		String line = this.lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
		assertThat(line).as("a message on standard output; the log says: %s", Files.readString(this.log)).isNotNull();
		JsonNode message = JsonMapper.shared().readTree(line);
		assertThat(message.path("jsonrpc").asString("")).as(line).isEqualTo("2.0");
		return message;
	}

	/** What is left on standard output when the client has closed its end. */
	int closeInputAndWait() throws Exception {
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("the process ends").isTrue();
		return this.process.exitValue();
	}

	boolean hasMore() {
		return !this.lines.isEmpty();
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
