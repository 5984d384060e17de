package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;

import dev.mcpgateway.web.PacedBuffers;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes responses of Reactor Netty.
 */
final class NettyOutput implements ResponseOutput {

	private final HttpServerResponse response;

	NettyOutput(HttpServerResponse response) {
		this.response = response;
	}

	@Override
	public void header(String name, String value) {
		this.response.header(name, value);
	}

	@Override
	public Mono<Void> whole(int status, byte[] body) {
		this.response.status(status);
		if (body.length == 0) {
			return this.response.header("Content-Length", "0").send().then();
		}
		this.response.header("Content-Type", "application/json");
		return this.response.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))).then();
	}

	@Override
	public Mono<Void> events(Flux<Mono<ByteBuffer>> pieces) {
		this.response.status(200)
			.header("Content-Type", "text/event-stream")
			.header("Cache-Control", "no-cache, no-transform")
			.header("X-Accel-Buffering", "no");
		return this.response.sendGroups(PacedBuffers.pieces(pieces)).then();
	}

}
