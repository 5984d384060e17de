package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where the response to one HTTP request is written. Nothing is written before a
 * {@link Mono} is subscribed, which completes when everything is, and fails when the
 * client has gone.
 */
interface ResponseOutput {

	/** Sets a header. */
	void header(String name, String value);

	/**
	 * Writes a response of known length.
	 * @param body JSON; empty for none
	 */
	Mono<Void> whole(int status, byte[] body);

	/**
	 * Writes a stream of events.
	 * @param pieces each is written and flushed before the next is subscribed
	 */
	Mono<Void> events(Flux<Mono<ByteBuffer>> pieces);

}
