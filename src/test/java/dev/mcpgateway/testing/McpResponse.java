package dev.mcpgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the gateway answers to one request at its MCP endpoint: nothing, one JSON message,
 * or a stream of them, read as they come. Closing it hangs up.
 */
public final class McpResponse implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration FOR_EVER = Duration.ofHours(1);

	private static final String END = "\u0000end";

	private final int status;

	private final HttpHeaders headers;

	private final Stream<String> body;

	private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private boolean ended;

	McpResponse(HttpResponse<Stream<String>> response) {
		this.status = response.statusCode();
		this.headers = response.headers();
		this.body = response.body();
		Thread.ofVirtual().start(this::pump);
	}

	private void pump() {
		try {
			this.body.forEach(this.lines::add);
		}
		catch (UncheckedIOException | IllegalStateException ex) {
			// The other side, or this one, has hung up, perhaps at once: the end either
			// way.
		}
		this.lines.add(END);
	}

	/** The status. */
	public int status() {
		return this.status;
	}

	/** A header, or nothing. */
	public String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	/** Whether the answer is a stream of events. */
	public boolean streams() {
		return header("Content-Type").startsWith("text/event-stream");
	}

	/** The rest of the body, as it came. */
	public String text() {
		StringBuilder text = new StringBuilder();
		for (String line = line(PATIENCE); line != null; line = line(PATIENCE)) {
			text.append(line).append('\n');
		}
		return text.toString();
	}

	/**
	 * The next event of the stream; a body of JSON counts as one.
	 * @return the event, or nothing at the end
	 */
	public Optional<Event> event() {
		if (!streams()) {
			String text = text();
			return text.isBlank() ? Optional.empty() : Optional.of(new Event(null, null, text));
		}
		return event(PATIENCE);
	}

	private Optional<Event> event(Duration patience) {
		// Of a stream that is kept alive by comments, lines come for ever.
		long end = System.nanoTime() + patience.toNanos();
		Event event = Event.EMPTY;
		for (String line = lineUntil(end); line != null; line = lineUntil(end)) {
			if (!line.isEmpty()) {
				event = event.with(line);
			}
			else if (!event.equals(Event.EMPTY)) {
				return Optional.of(event);
			}
		}
		return Optional.empty();
	}

	/** The next JSON-RPC message; fails when none comes any more. */
	public JsonNode message() {
		return next().orElseThrow(() -> new AssertionError("The answer has ended."));
	}

	/** The next JSON-RPC message, or nothing at the end. */
	public Optional<JsonNode> next() {
		for (Optional<Event> event = event(); event.isPresent(); event = event()) {
			String data = event.get().data();
			if (data != null && !data.isBlank()) {
				return Optional.of(JsonMapper.shared().readTree(data));
			}
		}
		return Optional.empty();
	}

	/** All messages that are still to come; waits for the end. */
	public List<JsonNode> messages() {
		List<JsonNode> messages = new ArrayList<>();
		for (Optional<JsonNode> next = next(); next.isPresent(); next = next()) {
			messages.add(next.get());
		}
		return messages;
	}

	/** Hands on every message until the end, however long that takes. */
	public void forEach(Consumer<JsonNode> consumer) {
		for (Optional<Event> event = event(FOR_EVER); event.isPresent(); event = event(FOR_EVER)) {
			String data = event.get().data();
			if (data != null && !data.isBlank()) {
				consumer.accept(JsonMapper.shared().readTree(data));
			}
		}
	}

	/** The messages until one of each of these methods has come, with it. */
	public List<JsonNode> until(String... methods) {
		Set<String> missing = new HashSet<>(Set.of(methods));
		return until((message) -> {
			missing.remove(message.path("method").asString(""));
			return missing.isEmpty();
		});
	}

	/** The messages until one fits, with it. */
	public List<JsonNode> until(Predicate<JsonNode> last) {
		List<JsonNode> messages = new ArrayList<>();
		do {
			messages.add(message());
		}
		while (!last.test(messages.getLast()));
		return messages;
	}

	/** The messages that come within a time, however many. */
	public List<JsonNode> during(Duration time) {
		List<JsonNode> messages = new ArrayList<>();
		long end = System.nanoTime() + time.toNanos();
		try {
			for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
				event(Duration.ofNanos(left)).map(Event::data)
					.filter((data) -> !data.isBlank())
					.map(JsonMapper.shared()::readTree)
					.ifPresent(messages::add);
				if (this.ended) {
					break;
				}
			}
		}
		catch (AssertionError ex) {
			// The time is over.
		}
		return messages;
	}

	/** The response, after whatever else comes before it. */
	public JsonNode response() {
		JsonNode message = message();
		while (message.has("method")) {
			message = message();
		}
		return message;
	}

	/** The result; fails on an error. */
	public JsonNode result() {
		JsonNode response = response();
		if (!response.has("result")) {
			throw new AssertionError("No result: " + response);
		}
		return response.path("result");
	}

	/** The error; fails on a result. */
	public JsonNode error() {
		JsonNode response = response();
		if (!response.has("error")) {
			throw new AssertionError("No error: " + response);
		}
		return response.path("error");
	}

	private @Nullable String lineUntil(long end) {
		return line(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
	}

	private @Nullable String line(Duration patience) {
		if (this.ended) {
			return null;
		}
		try {
			String line = this.lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
			if (line == null) {
				throw new AssertionError("Nothing came for " + patience);
			}
			this.ended = line.equals(END);
			return this.ended ? null : line;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.body.close();
	}

	static McpResponse sent(Exchange exchange) {
		try {
			return new McpResponse(exchange.send());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Sends a request. */
	interface Exchange {

		HttpResponse<Stream<String>> send() throws IOException, InterruptedException;

	}

	/**
	 * One event of a stream.
	 *
	 * @param id its id
	 * @param retry how long a client shall wait before it connects again, in milliseconds
	 * @param data what it carries
	 */
	public record Event(@Nullable String id, @Nullable String retry, @Nullable String data) {

		static final Event EMPTY = new Event(null, null, null);

		Event with(String line) {
			int colon = line.indexOf(':');
			String name = (colon < 0) ? line : line.substring(0, colon);
			String value = (colon < 0) ? "" : line.substring(colon + 1);
			String text = value.startsWith(" ") ? value.substring(1) : value;
			return switch (name) {
				case "id" -> new Event(text, this.retry, this.data);
				case "retry" -> new Event(this.id, text, this.data);
				case "data" -> new Event(this.id, this.retry, (this.data == null) ? text : this.data + "\n" + text);
				default -> this;
			};
		}

	}

}
