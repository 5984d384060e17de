package dev.mcpgateway.web;

import java.nio.ByteBuffer;

import dev.mcpgateway.feature.CallContext.ReaderMeter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Measures what the reader of a response has taken: what was written to its connection
 * less what waits there.
 */
public final class SocketMeter implements ReaderMeter {

	private final @Nullable Channel channel;

	/** Written by one thread at a time, as the body is. */
	private volatile long written;

	private SocketMeter(@Nullable Channel channel) {
		this.channel = channel;
	}

	/** A meter of one response; without a connection, what is written counts as taken. */
	public static SocketMeter of(ServerHttpResponse response) {
		return new SocketMeter(
				(ServerHttpResponseDecorator.getNativeResponse(response) instanceof Connection connection)
						? connection.channel() : null);
	}

	/** A body, measured as it is written; what produces it finds this meter. */
	public Flux<ByteBuffer> measure(Flux<ByteBuffer> body) {
		return body.doOnNext((bytes) -> write(bytes.remaining())).contextWrite(this::in);
	}

	/** So many more bytes go to the connection. */
	void write(int bytes) {
		// One writer at a time, so that nothing is lost between reading and writing.
		long soFar = this.written;
		this.written = soFar + bytes;
	}

	@Override
	public long bytesTaken() {
		ChannelOutboundBuffer waiting = (this.channel != null) ? this.channel.unsafe().outboundBuffer() : null;
		return this.written - ((waiting != null) ? waiting.totalPendingWriteBytes() : 0);
	}

}
