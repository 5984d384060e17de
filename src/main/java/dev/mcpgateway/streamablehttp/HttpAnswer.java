package dev.mcpgateway.streamablehttp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * An answer: a whole body, or a stream of events.
 */
final class HttpAnswer {

	private static final byte[] EMPTY = new byte[0];

	private final int status;

	private final Map<String, String> headers;

	private final byte[] body;

	private final @Nullable Flux<byte[]> events;

	private HttpAnswer(int status, Map<String, String> headers, byte[] body, @Nullable Flux<byte[]> events) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.events = events;
	}

	/** One JSON-RPC message. */
	static HttpAnswer json(int status, byte[] message) {
		return new HttpAnswer(status, Map.of("Content-Type", "application/json"), message, null);
	}

	/** No body. */
	static HttpAnswer empty(int status) {
		return new HttpAnswer(status, Map.of(), EMPTY, null);
	}

	/** A stream of events, each one element. */
	static HttpAnswer events(Flux<byte[]> events) {
		return new HttpAnswer(200, Map.of("Content-Type", "text/event-stream", "Cache-Control",
				"no-cache, no-transform", "X-Accel-Buffering", "no"), EMPTY, events);
	}

	HttpAnswer with(String name, String value) {
		return with(Map.of(name, value));
	}

	HttpAnswer with(Map<String, String> added) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.putAll(added);
		return new HttpAnswer(this.status, more, this.body, this.events);
	}

	int status() {
		return this.status;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	/** The body; empty when there are {@link #events()}. */
	byte[] body() {
		return this.body;
	}

	@Nullable Flux<byte[]> events() {
		return this.events;
	}

}
