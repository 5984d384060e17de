package dev.mcpgateway.connection;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.mcpgateway.web.UnreadBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * The connections of clients: how many there are, which has to go when there are too
 * many, and a {@link ConnectionGuard} for each.
 */
@Component
public class Connections implements NettyServerCustomizer {

	private static final ByteBuf FULL = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer("""
			HTTP/1.1 503 Service Unavailable\r
			Retry-After: 1\r
			Content-Length: 0\r
			Connection: close\r
			\r
			""".getBytes(StandardCharsets.US_ASCII)).asReadOnly());

	private final ConnectionProperties properties;

	private final UnreadBytes unread;

	private final Set<ConnectionGuard> open = ConcurrentHashMap.newKeySet();

	private final Set<EventLoop> eventLoops = ConcurrentHashMap.newKeySet();

	private final LongAdder refused = new LongAdder();

	private final Map<Timeout, LongAdder> timeouts = new EnumMap<>(Timeout.class);

	Connections(ConnectionProperties properties, UnreadBytes unread) {
		this.properties = properties;
		this.unread = unread;
		for (Timeout each : Timeout.values()) {
			this.timeouts.put(each, new LongAdder());
		}
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit((observer, channel, address) -> init(channel));
	}

	private void init(Channel channel) {
		this.eventLoops.add(channel.eventLoop());
		if (this.open.size() >= this.properties.max() && !makeRoom()) {
			this.refused.increment();
			channel.pipeline().addFirst(new Refusal());
			return;
		}
		this.unread.watch(channel);
		ConnectionGuard guard = new ConnectionGuard(this, this.properties);
		this.open.add(guard);
		channel.closeFuture().addListener((closed) -> this.open.remove(guard));
		// Behind TLS that negotiates HTTP/2 there is no codec yet, and no guard.
		if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
			channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, ConnectionGuard.NAME, guard)
				.addAfter(NettyPipeline.HttpCodec, RequestTurns.NAME, new RequestTurns(this.properties.maxPipelined()));
		}
	}

	/**
	 * Asks the connection that has been without a request for longest to go. It does so a
	 * little later, so that there may be a few too many meanwhile.
	 */
	private boolean makeRoom() {
		if (this.open.size() >= this.properties.max() + Math.max(16, this.properties.max() / 16)) {
			return false;
		}
		Optional<ConnectionGuard> idlest = this.open.stream()
			.filter((guard) -> guard.idleTime() >= 0)
			.max(Comparator.comparingLong(ConnectionGuard::idleTime));
		idlest.ifPresent(ConnectionGuard::evict);
		return idlest.isPresent();
	}

	void timedOut(Timeout what) {
		Objects.requireNonNull(this.timeouts.get(what)).increment();
	}

	/** How many connections are open. */
	public int open() {
		return this.open.size();
	}

	/** How many connections were refused since the start, for there were too many. */
	public long refused() {
		return this.refused.sum();
	}

	/** How many connections were closed since the start because of a clock. */
	public long timedOutSoFar(Timeout what) {
		return Objects.requireNonNull(this.timeouts.get(what)).sum();
	}

	/** The event loops that connections are on; all that have been seen so far. */
	public Set<EventLoop> eventLoops() {
		return Set.copyOf(this.eventLoops);
	}

	/**
	 * Whose clock ended a connection.
	 */
	public enum Timeout {

		/** The head of a request did not come. */
		HEAD,

		/** The body of a request made too little progress. */
		BODY,

		/** The client did not read. */
		READER

	}

	/**
	 * Answers before anything is read, and closes.
	 */
	private static final class Refusal extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			ctx.writeAndFlush(FULL.duplicate()).addListener(ChannelFutureListener.CLOSE);
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			ReferenceCountUtil.release(message);
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) {
			// Nobody behind has learned that it was active.
		}

		@Override
		@SuppressWarnings("FutureReturnValueIgnored") // there is nobody to hear of it
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
			ctx.close();
		}

	}

}
