package dev.mcpgateway.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.json.MalformedJsonException;
import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.ErrorTranslator;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.Session;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.ModernCodec;
import dev.mcpgateway.wire.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * Serves one client, in both eras: a request that names its revision stands for itself,
 * an {@code initialize} request opens the session of the process (2026-07-28, stdio).
 */
final class StdioServer {

	private static final Logger logger = LoggerFactory.getLogger(StdioServer.class);

	/** As large as an upload over HTTP may be by default. */
	private static final int MAX_LINE = 16 * 1024 * 1024;

	private static final int MAX_DEPTH = 100;

	/** How long what runs may go on when the client has said its last word. */
	private static final Duration DRAIN_TIME = Duration.ofSeconds(10);

	private static final Caller CALLER = new Caller("stdio");

	private final McpServer server;

	private final StrictJsonReader json = new StrictJsonReader(MAX_DEPTH);

	/**
	 * One thread writes: messages must not mix, and a client that does not read blocks
	 * it.
	 */
	private final Scheduler writer = Schedulers.newSingle("stdio-writer", true);

	private final Map<RequestId, Disposable> running = new ConcurrentHashMap<>();

	private final Map<RequestId, Disposable> listening = new ConcurrentHashMap<>();

	private volatile @Nullable Session session;

	StdioServer(McpServer server) {
		this.server = server;
	}

	/** Serves until the client closes its end or cannot be written to. */
	void serve(InputStream in, OutputStream out) {
		Lines lines = new Lines(in, MAX_LINE);
		try {
			Optional<Lines.Line> line = lines.next();
			while (line.isPresent()) {
				if (!line.get().isBlank()) {
					handle(line.get(), out);
				}
				line = lines.next();
			}
			drain();
		}
		catch (IOException ex) {
			logger.warn("The client cannot be heard any more: {}", ex.getMessage());
		}
		finally {
			this.running.values().forEach(Disposable::dispose);
			this.listening.values().forEach(Disposable::dispose);
			this.writer.dispose();
		}
	}

	/** What was asked is still answered; nothing else is to be expected. */
	private void drain() {
		long end = System.nanoTime() + DRAIN_TIME.toNanos();
		this.listening.values().forEach(Disposable::dispose);
		try {
			while (!this.running.isEmpty() && System.nanoTime() < end) {
				Thread.sleep(10);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void handle(Lines.Line line, OutputStream out) {
		if (line.tooLong()) {
			send(Flux.just(error(null, JsonRpcError.of(JsonRpcError.INVALID_REQUEST,
					"The message is longer than %d bytes.".formatted(MAX_LINE)))), out);
			return;
		}
		JsonNode value;
		try {
			value = this.json.read(line.bytes());
		}
		catch (MalformedJsonException ex) {
			send(Flux.just(error(null, JsonRpcError.of(JsonRpcError.PARSE_ERROR, ex.reason()))), out);
			return;
		}
		if (value.isArray()) {
			batch(value, out);
			return;
		}
		try {
			JsonRpcMessage message = JsonRpcMessage.of(value);
			switch (message) {
				case JsonRpcMessage.Request request -> request(request, out);
				case JsonRpcMessage.Notification notification -> notified(notification);
				case JsonRpcMessage.Response response -> {
					Session open = this.session;
					if (open != null) {
						open.accept(response);
					}
				}
			}
		}
		catch (JsonRpcException ex) {
			send(Flux.just(error(JsonRpcMessage.idOf(value).orElse(null), ex.error())), out);
		}
	}

	private void request(JsonRpcMessage.Request request, OutputStream out) {
		if (request.params().path("_meta").has(ModernCodec.PROTOCOL_VERSION)) {
			ClientCall call = this.server.decode(request);
			boolean listens = call.request() instanceof ClientRequest.Listen;
			run(request.id(), this.server.handle(request.id(), call, CALLER).map(ServerMessage::json),
					listens ? this.listening : this.running, out);
			return;
		}
		if ("initialize".equals(request.method())) {
			initialize(request, out);
			return;
		}
		run(request.id(), this.server.handle(request, opened()).map(ServerMessage::json), this.running, out);
	}

	private void initialize(JsonRpcMessage.Request request, OutputStream out) {
		if (this.session != null) {
			throw new JsonRpcException(JsonRpcError.INVALID_REQUEST, "The session is open already.");
		}
		McpServer.Initialized initialized = this.server.initialize(request, CALLER);
		this.session = initialized.session();
		send(Flux.just(initialized.response().json()), out);
		// Lasts as long as the process.
		Flux<byte[]> notifications = initialized.session()
			.inUse(this.server.notifications(initialized.session()))
			.map(ServerMessage::json);
		this.listening.put(new RequestId("session"),
				send(notifications.onBackpressureBuffer(1000, BufferOverflowStrategy.DROP_OLDEST), out));
	}

	private Session opened() {
		Session open = this.session;
		if (open == null) {
			throw new JsonRpcException(JsonRpcError.INVALID_REQUEST,
					"Initialize first, or name revision %s in _meta.".formatted(Revision.V2026_07_28.wireName()));
		}
		return open;
	}

	private void notified(JsonRpcMessage.Notification notification) {
		Session open = this.session;
		if (open != null) {
			open.accept(notification);
		}
		if ("notifications/cancelled".equals(notification.method())) {
			RequestId.of(notification.params().get("requestId")).ifPresent((id) -> {
				Optional.ofNullable(this.running.remove(id)).ifPresent(Disposable::dispose);
				Optional.ofNullable(this.listening.remove(id)).ifPresent(Disposable::dispose);
			});
		}
	}

	private void batch(JsonNode value, OutputStream out) {
		Session open = this.session;
		if (open == null || !open.revision().hasBatches() || value.isEmpty()) {
			send(Flux.just(error(null,
					JsonRpcError.of(JsonRpcError.INVALID_REQUEST, "Send one message a line, and not as an array."))),
					out);
			return;
		}
		try {
			Flux<byte[]> responses = this.server.handle(List.copyOf(value.values()), open);
			send(McpServer.array(responses)
				.onErrorResume((refused) -> Mono.just(error(null, ErrorTranslator.error(refused, null))))
				.flux(), out);
		}
		catch (JsonRpcException ex) {
			send(Flux.just(error(null, ex.error())), out);
		}
	}

	private void run(RequestId id, Flux<byte[]> messages, Map<RequestId, Disposable> under, OutputStream out) {
		if (this.running.containsKey(id) || this.listening.containsKey(id)) {
			throw new JsonRpcException(JsonRpcError.INVALID_REQUEST, "A request of this id is still running.");
		}
		Disposable.Swap running = Disposables.swap();
		under.put(id, running);
		running.update(send(messages, out, () -> under.remove(id, running)));
	}

	private Disposable send(Flux<byte[]> messages, OutputStream out) {
		return send(messages, out, () -> {
		});
	}

	/**
	 * Writes messages as they come; a client that does not read holds their source back.
	 * @param ended run when the last is written
	 */
	private Disposable send(Flux<byte[]> messages, OutputStream out, Runnable ended) {
		// Each belongs to the process, which ends it with the client.
		return messages.publishOn(this.writer, 1)
			.doOnNext((message) -> write(message, out))
			.doFinally((signal) -> ended.run())
			.subscribe(null, (failure) -> logger.error("A message could not be sent", failure));
	}

	private static void write(byte[] message, OutputStream out) {
		try {
			out.write(message);
			out.write('\n');
			out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] error(@Nullable RequestId id, JsonRpcError error) {
		return JsonRpcWriter.error(id, error);
	}

}
