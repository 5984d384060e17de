package dev.mcpgateway.stdio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The client at the other end of two streams. Every line that it gets has to be a
 * message.
 */
final class StdioClient {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String END = "\u0000end";

	private final OutputStream requests;

	private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

	StdioClient(InputStream responses, OutputStream requests) {
		this.requests = requests;
		Thread.ofVirtual().start(() -> {
			try (BufferedReader reader = new BufferedReader(new InputStreamReader(responses, StandardCharsets.UTF_8))) {
				reader.lines().forEach(this.lines::add);
			}
			catch (IOException | UncheckedIOException ex) {
				// The other end has gone.
			}
			this.lines.add(END);
		});
	}

	/** Writes a line. */
	void send(String line) {
		try {
			this.requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.requests.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A request of the modern revision. */
	void request(Object id, String method, String params, String capabilities) {
		ObjectNode request = message(id, method, params);
		ObjectNode meta = request.withObjectProperty("params").withObjectProperty("_meta");
		meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
		meta.set("io.modelcontextprotocol/clientCapabilities", JsonMapper.shared().readTree(capabilities));
		send(request.toString());
	}

	/** A request or, without id, a notification of an older revision. */
	void legacy(@Nullable Object id, String method, String params) {
		send(message(id, method, params).toString());
	}

	private static ObjectNode message(@Nullable Object id, String method, String params) {
		ObjectNode message = JsonMapper.shared().createObjectNode().put("jsonrpc", "2.0").put("method", method);
		if (id != null) {
			message.set("id", JsonMapper.shared().valueToTree(id));
		}
		message.set("params", JsonMapper.shared().readTree(params));
		return message;
	}

	/** The next message. */
	JsonNode message() {
		String line = line(PATIENCE);
		if (line == null) {
			throw new AssertionError("Nothing came");
		}
		JsonNode message = JsonMapper.shared().readTree(line);
		if (!message.path("jsonrpc").asString("").equals("2.0")
				|| !(message.has("method") || message.has("id") || message.has("error"))) {
			throw new AssertionError("No message: " + line);
		}
		return message;
	}

	/** The messages until the response to a request, with it. */
	List<JsonNode> until(Object id) {
		JsonNode expected = JsonMapper.shared().valueToTree(id);
		List<JsonNode> messages = new ArrayList<>(List.of(message()));
		while (messages.getLast().has("method") || !messages.getLast().path("id").equals(expected)) {
			messages.add(message());
		}
		return messages;
	}

	/** The lines that come within a time. */
	List<String> during(Duration time) {
		List<String> during = new ArrayList<>();
		long end = System.nanoTime() + time.toNanos();
		String line = line(time);
		while (line != null) {
			during.add(line);
			line = line(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
		}
		return during;
	}

	/** All lines until the other end has gone. */
	List<String> rest() {
		List<String> rest = new ArrayList<>();
		for (String line = line(PATIENCE); line != null; line = line(PATIENCE)) {
			rest.add(line);
		}
		return rest;
	}

	private @Nullable String line(Duration patience) {
		try {
			String line = this.lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
			return END.equals(line) ? null : line;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Says that no more requests come. */
	void end() {
		try {
			this.requests.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
