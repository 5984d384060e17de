package dev.mcpgateway.web;

import java.nio.ByteBuffer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Writes streams of lines as responses of the web framework.
 */
@Component
public class LineWriter {

	private final UnreadBytes unread;

	LineWriter(UnreadBytes unread) {
		this.unread = unread;
	}

	/**
	 * Writes a stream as it comes: what is ready goes out together and is flushed, so a
	 * slow stream is seen line by line and a fast one at full speed.
	 * @return completes when all is written; fails, with nothing written, when the stream
	 * fails before its first line, or is large and there is no room for unread bytes. A
	 * later failure is the last line.
	 */
	public <T> Mono<Void> writeStream(ServerHttpResponse response, Flux<T> stream, LineFormat<T> format) {
		return Mono.deferContextual((context) -> {
			SocketMeter meter = SocketMeter.of(response);
			CoalescingWriter<T> lines = new CoalescingWriter<>(format, meter.in(context));
			stream.subscribe(lines);
			DataBufferFactory factory = response.bufferFactory();
			return lines.next()
				.map(this::requireRoom)
				.flatMap((first) -> lines.isDone() ? response.writeWith(Mono.just(factory.wrap(first)))
						: response.writeAndFlushWith(PacedBuffers.pieces(rest(first, lines, format, meter), factory)))
				.switchIfEmpty(Mono.defer(response::setComplete))
				.doFinally((signal) -> lines.cancel());
		});
	}

	/**
	 * All pieces. One for which there is no room is replaced by the failure, which is the
	 * last line then.
	 */
	private <T> Flux<Mono<ByteBuffer>> rest(ByteBuffer first, CoalescingWriter<T> lines, LineFormat<T> format,
			SocketMeter meter) {
		Flux<Mono<ByteBuffer>> rest = lines.pieces().map((piece) -> piece.map((bytes) -> {
			if (this.unread.hasRoom(bytes.remaining())) {
				return bytes;
			}
			lines.cancel();
			LineBuffer failure = new LineBuffer();
			format.failure(JsonResponses.unread(), failure);
			return failure.drain();
		}));
		return Flux.concat(Mono.just(Mono.just(first)), rest)
			.map((piece) -> piece.doOnNext((bytes) -> meter.write(bytes.remaining())));
	}

	private ByteBuffer requireRoom(ByteBuffer bytes) {
		if (!this.unread.hasRoom(bytes.remaining())) {
			throw JsonResponses.unread();
		}
		return bytes;
	}

	/**
	 * Writes a stream that has at most one value as a whole, with its length.
	 * @return completes when all is written; fails, with nothing written, when the stream
	 * fails, or is large and there is no room for unread bytes
	 */
	public <T> Mono<Void> writeWhole(ServerHttpResponse response, Flux<T> stream, LineFormat<T> format) {
		return stream.reduceWith(LineBuffer::new, (lines, value) -> {
			CoalescingWriter.encode(value, format, lines);
			return lines;
		}).flatMap((lines) -> {
			format.end(lines);
			ByteBuffer bytes = requireRoom(lines.drain());
			response.getHeaders().setContentLength(bytes.remaining());
			return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
		});
	}

}
