package dev.mcpgateway.mcp;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.McpProperties.BatchProperties;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Several messages in one body, which only revision 2025-03-26 has: bounded in messages,
 * in the bytes of their responses, and in how many batches run at once (ADR 14). What the
 * client would be notified of meanwhile is left out, since no one message of the batch
 * has a stream.
 */
final class Batches {

	/** How many requests of a batch run at once. */
	private static final int CONCURRENCY = 4;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final BatchProperties limits;

	private final AtomicInteger running = new AtomicInteger();

	Batches(BatchProperties limits) {
		this.limits = limits;
	}

	/**
	 * Handles the messages of a batch.
	 * @return the responses as they are ready; an {@link OverloadedException} when as
	 * many batches run as may
	 * @throws JsonRpcException when it has more messages than a batch may
	 */
	Flux<byte[]> handle(List<JsonNode> messages, Session session, McpServer server) {
		if (messages.size() > this.limits.maxMessages()) {
			throw new JsonRpcException(JsonRpcError.INVALID_REQUEST,
					"A batch may have %d messages, and this one has %d.".formatted(this.limits.maxMessages(),
							messages.size()));
		}
		return Flux.defer(() -> {
			Sorted sorted = Sorted.of(messages);
			sorted.tell(session);
			if (sorted.requests().isEmpty()) {
				return Flux.fromIterable(sorted.errors());
			}
			return inPlace(new Responses(session, server).of(sorted));
		});
	}

	/** Holds a place among the batches while one runs. */
	private <T> Flux<T> inPlace(Flux<T> work) {
		return Flux.defer(() -> {
			if (this.running.incrementAndGet() > this.limits.maxConcurrent()) {
				this.running.decrementAndGet();
				return Flux.error(new OverloadedException(
						"%d batches are running, which is the limit; try again later, or send one message at a time."
							.formatted(this.limits.maxConcurrent()),
						RETRY_AFTER));
			}
			return work.doFinally((signal) -> this.running.decrementAndGet());
		});
	}

	/**
	 * Puts responses into one array.
	 * @return the array; nothing when there is no response
	 */
	static Mono<byte[]> array(Flux<byte[]> responses) {
		return responses.collect(ByteArrayOutputStream::new, (array, json) -> {
			array.write((array.size() == 0) ? '[' : ',');
			array.writeBytes(json);
		}).filter((array) -> array.size() > 0).map((array) -> {
			array.write(']');
			return array.toByteArray();
		});
	}

	/**
	 * The messages of a batch by what they are.
	 *
	 * @param requests what is to be answered
	 * @param rest notifications and responses
	 * @param errors the answers to what is no message
	 */
	private record Sorted(List<JsonRpcMessage.Request> requests, List<JsonRpcMessage> rest, List<byte[]> errors) {

		static Sorted of(List<JsonNode> messages) {
			Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
			messages.forEach(sorted::add);
			return sorted;
		}

		private void add(JsonNode message) {
			try {
				switch (JsonRpcMessage.of(message)) {
					case JsonRpcMessage.Request request when "initialize".equals(request.method()) ->
						this.errors.add(error(request.id(), "The initialize request is no part of a batch."));
					case JsonRpcMessage.Request request -> this.requests.add(request);
					case JsonRpcMessage.Notification notification -> this.rest.add(notification);
					case JsonRpcMessage.Response response -> this.rest.add(response);
				}
			}
			catch (JsonRpcException ex) {
				this.errors.add(JsonRpcWriter.error(JsonRpcMessage.idOf(message).orElse(null), ex.error()));
			}
		}

		void tell(Session session) {
			for (JsonRpcMessage each : this.rest) {
				switch (each) {
					case JsonRpcMessage.Notification notification -> session.accept(notification);
					case JsonRpcMessage.Response response -> session.accept(response);
					case JsonRpcMessage.Request request -> throw new IllegalStateException("Sorted wrongly");
				}
			}
		}

	}

	/**
	 * The responses of one batch, which together have a bounded size: beyond it, requests
	 * are answered by an error, and those that have not started do not start.
	 */
	private final class Responses {

		private final Session session;

		private final McpServer server;

		private final AtomicLong size = new AtomicLong();

		Responses(Session session, McpServer server) {
			this.session = session;
			this.server = server;
		}

		Flux<byte[]> of(Sorted batch) {
			return Flux.fromIterable(batch.errors())
				.concatWith(Flux.fromIterable(batch.requests()).flatMap(this::respond, CONCURRENCY));
		}

		private Mono<byte[]> respond(JsonRpcMessage.Request request) {
			return Mono.defer(() -> (this.size.get() >= maxSize()) ? Mono.just(tooLarge(request.id()))
					: ServerMessage.conclusion(this.server.handle(request, this.session))
						.map((message) -> switch (message.kind()) {
							case RESPONSE -> fitting(request.id(), message.json());
							case QUESTION, NOTIFICATION -> error(request.id(),
									"The request asks the client, which it cannot as a part of a batch; send it alone.");
						}));
		}

		private byte[] fitting(RequestId id, byte[] response) {
			return (this.size.addAndGet(response.length) <= maxSize()) ? response : tooLarge(id);
		}

		private byte[] tooLarge(RequestId id) {
			return error(id, "The responses of the batch are larger than %d bytes; send this request alone."
				.formatted(maxSize()));
		}

		private long maxSize() {
			return Batches.this.limits.maxSize().toBytes();
		}

	}

	private static byte[] error(@Nullable RequestId id, String message) {
		return JsonRpcWriter.error(id, JsonRpcError.of(JsonRpcError.INVALID_REQUEST, message));
	}

}
