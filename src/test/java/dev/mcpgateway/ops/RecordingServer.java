package dev.mcpgateway.ops;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An HTTP server behind nginx that speaks as much of the gateway's contract as a proxy
 * can break, and records what reached it.
 */
final class RecordingServer implements AutoCloseable {

	/**
	 * The pause between two lines of {@link #COUNT}.
	 */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/**
	 * A call that answers with three lines, one {@link #PAUSE} apart.
	 */
	static final String COUNT = """
			{"tool_name": "count", "arguments": {"to": 3, "delay_ms": 1000}}""";

	/**
	 * A call that is received whole and then loses its connection.
	 */
	static final String DIE = """
			{"tool_name": "die"}""";

	/**
	 * A call that answers with {@link #FLOOD_BYTES}, as fast as they are taken.
	 */
	static final String FLOOD = """
			{"tool_name": "flood"}""";

	static final long FLOOD_BYTES = 256L * 1024 * 1024;

	private static final int FLOOD_PIECE = 64 * 1024;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final AtomicLong receivedBytes = new AtomicLong();

	private final AtomicLong sentBytes = new AtomicLong();

	private final AtomicInteger cancelled = new AtomicInteger();

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.port(0)
		// Without a group, stopping the server would leave its connections open.
		.channelGroup(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
		.handle(this::answer)
		.bindNow();

	int port() {
		return this.server.port();
	}

	/**
	 * The requests received, oldest first.
	 */
	List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * The bytes of request bodies received, of finished requests or not.
	 */
	long receivedBytes() {
		return this.receivedBytes.get();
	}

	/**
	 * The bytes of answers handed to the network.
	 */
	long sentBytes() {
		return this.sentBytes.get();
	}

	/**
	 * How many answers were cut off by a reader that went away.
	 */
	int cancelled() {
		return this.cancelled.get();
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		this.requests.add(Request.of(request));
		return request.receive()
			.asString()
			.doOnNext((part) -> this.receivedBytes.addAndGet(part.length()))
			.collect(Collectors.joining())
			.flatMap((body) -> switch (body) {
				case COUNT -> lines(response, Flux.interval(Duration.ZERO, PAUSE).take(3));
				case FLOOD -> send(response,
						Flux.range(0, (int) (FLOOD_BYTES / FLOOD_PIECE)).map((number) -> "x".repeat(FLOOD_PIECE)));
				case DIE -> Mono.fromRunnable(() -> request.withConnection((connection) -> connection.dispose()));
				default -> lines(response, Flux.just(0L));
			});
	}

	private Mono<Void> lines(HttpServerResponse response, Flux<Long> numbers) {
		return send(response, numbers.map((number) -> "{\"count\":" + (number + 1) + "}\n"));
	}

	private Mono<Void> send(HttpServerResponse response, Flux<String> parts) {
		Flux<ByteBuf> body = parts.doOnNext((part) -> this.sentBytes.addAndGet(part.length()))
			.doOnCancel(this.cancelled::incrementAndGet)
			.map((part) -> Unpooled.copiedBuffer(part, StandardCharsets.US_ASCII));
		return response.header("Content-Type", "application/x-ndjson").send(body, (part) -> true).then();
	}

	/**
	 * A request as it arrived.
	 *
	 * @param clientPort the port on nginx's side of the connection
	 */
	record Request(String method, String uri, Map<String, String> headers, int clientPort) {

		Request {
			headers = Map.copyOf(headers);
		}

		private static Request of(HttpServerRequest request) {
			Map<String, String> headers = request.requestHeaders()
				.entries()
				.stream()
				.collect(Collectors.toMap((entry) -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue,
						(first, second) -> first + ", " + second));
			InetSocketAddress client = Objects.requireNonNull(request.remoteAddress());
			return new Request(request.method().name(), request.uri(), headers, client.getPort());
		}

	}

}
