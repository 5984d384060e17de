package dev.mcpgateway.web;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

import org.springframework.stereotype.Component;

/**
 * What all connections together have been given and their clients have not taken yet. A
 * call is over and has no place any more when its response has been handed out, so these
 * bytes have a budget of their own, {@link HttpProperties#maxUnreadSize()}. Faces ask
 * whether there is room before they write something large, so that they can refuse it;
 * what is written all the same ends its connection.
 */
@Component
public class UnreadBytes {

	/** Up to this length, in bytes, the number of connections is the bound. */
	static final int FREE = 16 * 1024;

	private final ByteBudget budget;

	private final LongAdder cut = new LongAdder();

	private final Meter meter = new Meter();

	/** Creates a budget of which nothing is used. */
	public UnreadBytes(HttpProperties properties) {
		this.budget = new ByteBudget(properties.maxUnreadSize().toBytes());
	}

	/** Whether a buffer of so many bytes may be written now. */
	public boolean hasRoom(int length) {
		return length <= FREE || length <= this.budget.limit() - this.budget.used();
	}

	/** How many bytes of large buffers wait. */
	public long used() {
		return this.budget.used();
	}

	/** How many connections were ended since the start because there was no room. */
	public long cutSoFar() {
		return this.cut.sum();
	}

	/** Watches what is written to a connection. */
	public void watch(Channel channel) {
		channel.pipeline().addFirst(this.meter);
	}

	/**
	 * Counts buffers until the kernel has taken them.
	 */
	@Sharable
	private final class Meter extends ChannelOutboundHandlerAdapter {

		@Override
		@SuppressWarnings("FutureReturnValueIgnored") // the promise is its writer's
		public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
			int length = (message instanceof ByteBuf bytes) ? bytes.readableBytes() : 0;
			if (length <= FREE) {
				ctx.write(message, promise);
			}
			else if (UnreadBytes.this.budget.tryReserve(length)) {
				// Promises of the server do not take listeners.
				ChannelPromise taken = ctx.newPromise();
				taken.addListener((ChannelFutureListener) (future) -> {
					UnreadBytes.this.budget.release(length);
					if (future.isSuccess()) {
						promise.trySuccess();
					}
					else {
						promise.tryFailure(future.cause());
					}
				});
				ctx.write(message, taken);
			}
			else {
				((ByteBuf) message).release();
				UnreadBytes.this.cut.increment();
				promise.tryFailure(new IOException("Too many bytes wait to be read by all clients together"));
				ctx.close();
			}
		}

	}

}
