package dev.mcpgateway.streamablehttp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * A response that is still to be written. Cold: what it takes to make it does not start
 * before it is written, and ends when writing it is cancelled.
 */
final class HttpAnswer {

	private static final byte[] EMPTY = new byte[0];

	private final Map<String, String> headers;

	private final Function<ResponseOutput, Mono<Void>> writer;

	private HttpAnswer(Map<String, String> headers, Function<ResponseOutput, Mono<Void>> writer) {
		this.headers = headers;
		this.writer = writer;
	}

	/** One JSON-RPC message. */
	static HttpAnswer json(int status, byte[] message) {
		return of((output) -> output.whole(status, message));
	}

	/** No body. */
	static HttpAnswer empty(int status) {
		return json(status, EMPTY);
	}

	/**
	 * A response that decides how it is written.
	 * @param writer writes it once
	 */
	static HttpAnswer of(Function<ResponseOutput, Mono<Void>> writer) {
		return new HttpAnswer(Map.of(), writer);
	}

	HttpAnswer with(String name, String value) {
		return with(Map.of(name, value));
	}

	HttpAnswer with(Map<String, String> added) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.putAll(added);
		return new HttpAnswer(more, this.writer);
	}

	Mono<Void> writeTo(ResponseOutput output) {
		this.headers.forEach(output::header);
		return this.writer.apply(output);
	}

}
