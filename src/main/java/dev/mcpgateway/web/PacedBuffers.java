package dev.mcpgateway.web;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * Gives the pieces of a response to its connection one after another: the next is made
 * when the kernel has taken the one before. The server by itself takes up to 64 pieces at
 * once, whatever their size and however slow the reader: of lines of 1 MB, 260 MB waited
 * for a reader who read nothing.
 */
public final class PacedBuffers {

	private PacedBuffers() {
	}

	/**
	 * Pieces that are each flushed.
	 * @param pieces each is subscribed when the one before has gone
	 */
	public static Flux<Mono<ByteBuf>> pieces(Flux<Mono<ByteBuffer>> pieces) {
		return pieces.concatMap((piece) -> Flux.defer(() -> {
			Sinks.Empty<Mono<ByteBuf>> gone = Sinks.empty();
			Mono<ByteBuf> paced = piece.<ByteBuf>map((bytes) -> new Buffer(bytes, gone))
				.switchIfEmpty(Mono.fromRunnable(gone::tryEmitEmpty));
			return Flux.concat(Mono.just(paced), gone.asMono());
		}), 0);
	}

	/** Pieces for a response of the web framework. */
	public static Flux<Publisher<DataBuffer>> pieces(Flux<Mono<ByteBuffer>> pieces, DataBufferFactory factory) {
		return (factory instanceof NettyDataBufferFactory netty) ? pieces(pieces).map((piece) -> piece.map(netty::wrap))
				: pieces.map((piece) -> piece.map(factory::wrap));
	}

	/**
	 * Bytes that tell when nobody needs them any more. Direct, because the transport
	 * would copy others and let go of them before they are written.
	 */
	private static final class Buffer extends CompositeByteBuf {

		private final Sinks.Empty<?> gone;

		Buffer(ByteBuffer bytes, Sinks.Empty<?> gone) {
			super(ByteBufAllocator.DEFAULT, true, 1,
					ByteBufAllocator.DEFAULT.directBuffer(bytes.remaining()).writeBytes(bytes));
			this.gone = gone;
		}

		@Override
		protected void deallocate() {
			super.deallocate();
			this.gone.tryEmitEmpty();
		}

	}

}
