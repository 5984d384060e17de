package dev.mcpgateway.connection;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets a connection have a few requests handled at a time. The codec finds a thousand in
 * what one look at the socket brings, and those that are answered at once would all be
 * handled before any other connection of the event loop is looked at.
 */
final class RequestTurns extends ChannelDuplexHandler {

	static final String NAME = "gateway.requestTurns";

	/** Requests of a connection that are handled in its turn. */
	private static final int AT_ONCE = 2;

	private final int maxWaiting;

	/** What came and has to wait for the next turn, requests with their bodies. */
	private final Queue<Object> waiting = new ArrayDeque<>();

	private int waitingRequests;

	private int handled;

	private boolean scheduled;

	/** More was asked for while there was enough. */
	private boolean wanted;

	private boolean closed;

	/**
	 * Creates a handler.
	 * @param maxWaiting with more requests than this in wait, the connection is closed
	 */
	RequestTurns(int maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // there is nobody to hear of it
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		boolean begins = message instanceof HttpRequest;
		if (this.closed) {
			ReferenceCountUtil.release(message);
		}
		else if (this.waiting.isEmpty() && !(begins && this.handled == AT_ONCE)) {
			this.handled += begins ? 1 : 0;
			ctx.fireChannelRead(message);
		}
		else {
			this.waiting.add(message);
			this.waitingRequests += begins ? 1 : 0;
			if (this.waitingRequests > this.maxWaiting) {
				drop();
				ctx.close();
			}
			else {
				schedule(ctx);
			}
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.handled = 0;
		ctx.fireChannelReadComplete();
	}

	private void schedule(ChannelHandlerContext ctx) {
		if (!this.scheduled) {
			this.scheduled = true;
			ctx.executor().execute(() -> takeTurn(ctx));
		}
	}

	private void takeTurn(ChannelHandlerContext ctx) {
		this.scheduled = false;
		int begun = 0;
		Object next = this.waiting.peek();
		while (next != null && !(next instanceof HttpRequest && begun == AT_ONCE)) {
			this.waiting.remove();
			if (next instanceof HttpRequest) {
				begun++;
				this.waitingRequests--;
			}
			ctx.fireChannelRead(next);
			next = this.waiting.peek();
		}
		ctx.fireChannelReadComplete();
		if (next != null) {
			schedule(ctx);
		}
		else if (this.wanted) {
			this.wanted = false;
			ctx.read();
		}
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.waiting.isEmpty()) {
			ctx.read();
		}
		else {
			this.wanted = true;
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		drop();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		drop();
	}

	private void drop() {
		this.closed = true;
		this.waiting.forEach(ReferenceCountUtil::release);
		this.waiting.clear();
	}

}
