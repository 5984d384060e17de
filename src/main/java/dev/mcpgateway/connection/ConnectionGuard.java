package dev.mcpgateway.connection;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one connection from behind the HTTP codec: how long heads, bodies, pauses and
 * readers take, and what is no HTTP. One task per connection looks at the clocks now and
 * then, so that a request costs no timer; a clock therefore runs up to half as long again
 * as it is set to. Time in which the gateway itself does not want to read is nobody's.
 */
final class ConnectionGuard extends ChannelDuplexHandler implements Runnable {

	static final String NAME = "gateway.connectionGuard";

	private static final Logger logger = LoggerFactory.getLogger(ConnectionGuard.class);

	private static final String PROBLEM = """
			{"type":"urn:mcp-gateway:problem:%s","title":"%s","status":%d,"detail":"%s"}""";

	private static final int MANY_PIECES = 1_000;

	/** In bytes, on average. */
	private static final int SMALL_PIECE = 16;

	private final Connections connections;

	private final ConnectionProperties properties;

	private final long period;

	/** What the client is doing. */
	private Phase phase = Phase.HEAD;

	/** When the phase began, or, of a body, when its last share of progress was there. */
	private volatile long since = System.nanoTime();

	/** Whether a request is being read or answered. */
	private volatile boolean busy;

	/** Whether it is about to make room for another. */
	private volatile boolean evicted;

	/** How many requests have no whole response yet. */
	private int pending;

	/** Whether the response that is being written has begun. */
	private boolean responding;

	/** Whether the gateway wants more of a body, and since when. */
	private boolean reading;

	private long readingSince;

	private long waited;

	private long progress;

	/** What has come of a body. */
	private long pieces;

	private long bytes;

	private boolean received;

	/** How much the reader had left, where it stood in what, and since when. */
	private long unsent;

	private long unsentProgress;

	private int unsentEntry;

	private long unsentSince = this.since;

	private boolean closing;

	private @Nullable ScheduledFuture<?> check;

	private @Nullable ChannelHandlerContext context;

	ConnectionGuard(Connections connections, ConnectionProperties properties) {
		this.connections = connections;
		this.properties = properties;
		this.period = Math.max(TimeUnit.MILLISECONDS.toNanos(1),
				Math.min(Math.min(properties.headTimeout().toNanos(), properties.idleTimeout().toNanos()),
						Math.min(properties.progressTimeout().toNanos(), properties.writeTimeout().toNanos())) / 2);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
		this.check = ctx.executor().scheduleAtFixedRate(this, this.period, this.period, TimeUnit.NANOSECONDS);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.check != null) {
			this.check.cancel(false);
		}
	}

	/** How long no request has been under way, in nanoseconds; -1 while one is. */
	long idleTime() {
		return (this.busy || this.evicted) ? -1 : Math.max(0, System.nanoTime() - this.since);
	}

	/** Makes room for another connection, unless a request has come meanwhile. */
	void evict() {
		this.evicted = true;
		ChannelHandlerContext ctx = this.context;
		if (ctx != null) {
			ctx.executor().execute(() -> {
				if (!this.busy) {
					close(ctx, "makes room for another");
				}
				this.evicted = false;
			});
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		this.received = true;
		if (this.closing) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
			ReferenceCountUtil.release(message);
			refuseMalformed(ctx, part.decoderResult());
			return;
		}
		if (message instanceof HttpRequest request && !begin(ctx, request)) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpContent content) {
			this.progress += content.content().readableBytes();
			if (isCrumbled(content)) {
				ReferenceCountUtil.release(message);
				refuse(ctx, HttpResponseStatus.BAD_REQUEST, "malformed-request", "Malformed request",
						"The chunks of the body are too small.");
				return;
			}
			if (message instanceof LastHttpContent) {
				enter((this.pending > 0) ? Phase.RESPONSE : Phase.IDLE);
			}
		}
		ctx.fireChannelRead(message);
	}

	/** Each piece costs as much as a kilobyte; a sender could keep an event loop busy. */
	private boolean isCrumbled(HttpContent content) {
		this.pieces++;
		this.bytes += content.content().readableBytes();
		return this.pieces > MANY_PIECES && this.bytes / this.pieces < SMALL_PIECE;
	}

	private boolean begin(ChannelHandlerContext ctx, HttpRequest request) {
		String target = request.uri();
		if (target.isEmpty() || (target.charAt(0) != '/' && !target.equals("*")) || target.indexOf('#') >= 0) {
			refuse(ctx, HttpResponseStatus.BAD_REQUEST, "malformed-request", "Malformed request",
					"The target of a request must be a path.");
			return false;
		}
		if (this.pending >= this.properties.maxPipelined()) {
			close(ctx, "sends too many requests at once");
			return false;
		}
		this.pending++;
		this.pieces = 0;
		this.bytes = 0;
		this.progress = 0;
		this.waited = 0;
		enter(Phase.BODY);
		return true;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (this.reading) {
			this.reading = false;
			this.waited += System.nanoTime() - this.readingSince;
		}
		// Bytes came, but nothing whole: a head has begun.
		if (!this.received && this.phase == Phase.IDLE) {
			enter(Phase.HEAD);
		}
		this.received = false;
		ctx.fireChannelReadComplete();
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (this.phase == Phase.BODY && !this.reading) {
			this.reading = true;
			this.readingSince = System.nanoTime();
		}
		ctx.read();
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // the promise is its writer's
	public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
		if (this.closing) {
			ReferenceCountUtil.release(message);
			promise.trySuccess();
			return;
		}
		if (message instanceof HttpResponse response) {
			this.responding = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
		}
		if (message instanceof LastHttpContent && this.responding) {
			this.responding = false;
			this.pending--;
			if (this.pending == 0) {
				// What of a body is still to come has a clock of its own.
				enter((this.phase == Phase.RESPONSE) ? Phase.IDLE : this.phase);
			}
		}
		ctx.write(message, promise);
	}

	/** The response is there before the body: the rest is read to be thrown away. */
	private boolean isDraining() {
		return this.phase == Phase.BODY && this.pending == 0;
	}

	private void enter(Phase next) {
		this.phase = next;
		this.since = System.nanoTime();
		this.busy = next == Phase.BODY || next == Phase.RESPONSE;
	}

	/** Looks at the clocks. */
	@Override
	public void run() {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null || this.closing) {
			return;
		}
		long now = System.nanoTime();
		switch (this.phase) {
			case HEAD -> {
				if (now - this.since > this.properties.headTimeout().toNanos()) {
					this.connections.timedOut(Connections.Timeout.HEAD);
					close(ctx, "takes too long to send the head of a request");
				}
			}
			case IDLE -> {
				if (now - this.since > this.properties.idleTimeout().toNanos()) {
					close(ctx, "is idle");
				}
			}
			case BODY -> checkBody(ctx, now);
			case RESPONSE -> {
			}
		}
		checkReader(ctx, now);
	}

	private void checkBody(ChannelHandlerContext ctx, long now) {
		if (isDraining() && now - this.since > this.properties.idleTimeout().toNanos()) {
			close(ctx, "goes on with a body that nobody reads");
			return;
		}
		long waiting = this.waited + (this.reading ? now - this.readingSince : 0);
		if (waiting <= this.properties.progressTimeout().toNanos()) {
			return;
		}
		if (this.progress < this.properties.progressSize().toBytes()) {
			this.connections.timedOut(Connections.Timeout.BODY);
			refuse(ctx, HttpResponseStatus.REQUEST_TIMEOUT, "request-timeout", "Request timeout",
					"The body comes too slowly (gateway.http.connections.progress-timeout).");
		}
		else {
			this.progress = 0;
			this.waited = 0;
			this.readingSince = now;
		}
	}

	/**
	 * What is added meanwhile is no progress of the reader; what is not flushed yet is
	 * not the reader's to take.
	 */
	private void checkReader(ChannelHandlerContext ctx, long now) {
		ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
		Object current = (buffer != null) ? buffer.current() : null;
		long left = (buffer != null && current != null) ? buffer.totalPendingWriteBytes() : 0;
		int entry = System.identityHashCode(current);
		long position = (buffer != null) ? buffer.currentProgress() : 0;
		if (left == 0 || left < this.unsent || entry != this.unsentEntry || position != this.unsentProgress) {
			this.unsentSince = now;
		}
		else if (now - this.unsentSince > this.properties.writeTimeout().toNanos()) {
			this.connections.timedOut(Connections.Timeout.READER);
			close(ctx, "does not read its response");
		}
		this.unsent = left;
		this.unsentEntry = entry;
		this.unsentProgress = position;
	}

	private void refuseMalformed(ChannelHandlerContext ctx, DecoderResult result) {
		logger.debug("{} is no HTTP: {}", ctx.channel(), String.valueOf(result.cause()));
		if (result.cause() instanceof TooLongHttpLineException) {
			refuse(ctx, HttpResponseStatus.REQUEST_URI_TOO_LONG, "uri-too-long", "Uri too long",
					"The request line is too long.");
		}
		else if (result.cause() instanceof TooLongHttpHeaderException
				|| result.cause() instanceof TooLongFrameException) {
			refuse(ctx, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "request-header-fields-too-large",
					"Request header fields too large",
					"The headers are too large (server.max-http-request-header-size).");
		}
		else {
			refuse(ctx, HttpResponseStatus.BAD_REQUEST, "malformed-request", "Malformed request",
					"The request is not HTTP/1.1.");
		}
	}

	/** Answers, unless another response is under way, and closes. */
	private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String slug, String title,
			String detail) {
		if (this.responding || this.pending > 1) {
			close(ctx, detail);
			return;
		}
		this.closing = true;
		this.busy = true;
		byte[] body = PROBLEM.formatted(slug, title, status.code(), detail).getBytes(StandardCharsets.UTF_8);
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
				Unpooled.wrappedBuffer(body));
		response.headers()
			.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
			.set(HttpHeaderNames.CONTENT_LENGTH, body.length)
			.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // there is nobody to hear of it
	private void close(ChannelHandlerContext ctx, String reason) {
		this.closing = true;
		Channel channel = ctx.channel();
		logger.debug("Closing {}: {}", channel, reason);
		channel.close();
	}

	/**
	 * What a connection waits for.
	 */
	private enum Phase {

		/** The head of a request, of which a part is there, or of the first request. */
		HEAD,

		/** The rest of the body. */
		BODY,

		/** The gateway. */
		RESPONSE,

		/** The next request. */
		IDLE

	}

}
