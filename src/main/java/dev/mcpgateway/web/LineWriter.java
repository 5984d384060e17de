package dev.mcpgateway.web;

import java.nio.ByteBuffer;
import java.util.function.Function;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes streams of lines as responses of the web framework.
 */
public final class LineWriter {

	private LineWriter() {
	}

	/**
	 * Writes a stream as it comes: what is ready goes out together and is flushed, so a
	 * slow stream is seen line by line and a fast one at full speed.
	 * @return completes when all is written; fails, with nothing written, when the stream
	 * fails before its first line. A later failure is the last line.
	 */
	public static <T> Mono<Void> writeStream(ServerHttpResponse response, Flux<T> stream, LineFormat<T> format) {
		return Mono.deferContextual((context) -> {
			SocketMeter meter = SocketMeter.of(response);
			CoalescingWriter<T> lines = new CoalescingWriter<>(format, meter.in(context));
			stream.subscribe(lines);
			DataBufferFactory factory = response.bufferFactory();
			Function<ByteBuffer, DataBuffer> buffers = (bytes) -> {
				meter.write(bytes.remaining());
				return factory.wrap(bytes);
			};
			return lines.next()
				.map(buffers)
				.flatMap((first) -> lines.isDone() ? response.writeWith(Mono.just(first))
						: response.writeAndFlushWith(groups(first, lines, buffers)))
				.switchIfEmpty(Mono.defer(response::setComplete))
				.doFinally((signal) -> lines.cancel());
		});
	}

	/** Each group is flushed; the next is only made when the one before it is written. */
	private static Flux<Publisher<DataBuffer>> groups(DataBuffer first, CoalescingWriter<?> lines,
			Function<ByteBuffer, DataBuffer> buffers) {
		return Flux.concat(Mono.just(Mono.just(first)), lines.pieces().map((piece) -> piece.map(buffers)));
	}

	/**
	 * Writes a stream that has at most one value as a whole, with its length.
	 * @return completes when all is written; fails, with nothing written, when the stream
	 * fails
	 */
	public static <T> Mono<Void> writeWhole(ServerHttpResponse response, Flux<T> stream, LineFormat<T> format) {
		return stream.reduceWith(LineBuffer::new, (lines, value) -> {
			CoalescingWriter.encode(value, format, lines);
			return lines;
		}).flatMap((lines) -> {
			format.end(lines);
			ByteBuffer bytes = lines.drain();
			response.getHeaders().setContentLength(bytes.remaining());
			return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
		});
	}

}
