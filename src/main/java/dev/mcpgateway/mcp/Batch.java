package dev.mcpgateway.mcp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Several messages in one body, which only revision 2025-03-26 has. Their answers come
 * together; what the client would be told meanwhile is left out, since no one message of
 * the batch has a stream.
 *
 * @param requests what is to be answered
 * @param told what is not
 * @param errors the answers to what is no message
 */
public record Batch(List<JsonRpcMessage.Request> requests, List<JsonRpcMessage> told, List<Supplier<byte[]>> errors) {

	/** How many of a batch run at once. */
	private static final int CONCURRENCY = 16;

	/** Sorts the messages of a batch. */
	public static Batch read(List<JsonNode> messages) {
		List<JsonRpcMessage.Request> requests = new ArrayList<>();
		List<JsonRpcMessage> told = new ArrayList<>();
		List<Supplier<byte[]>> errors = new ArrayList<>();
		for (JsonNode each : messages) {
			try {
				switch (JsonRpcMessage.of(each)) {
					case JsonRpcMessage.Request request when "initialize".equals(request.method()) ->
						errors.add(error(each, JsonRpcError.of(JsonRpcError.INVALID_REQUEST,
								"The initialize request is no part of a batch.")));
					case JsonRpcMessage.Request request -> requests.add(request);
					case JsonRpcMessage.Notification notification -> told.add(notification);
					case JsonRpcMessage.Response response -> told.add(response);
				}
			}
			catch (JsonRpcException ex) {
				errors.add(error(each, ex.error()));
			}
		}
		return new Batch(requests, told, errors);
	}

	private static Supplier<byte[]> error(JsonNode message, JsonRpcError error) {
		return () -> JsonRpcWriter.error(JsonRpcMessage.idOf(message).orElse(null), error);
	}

	/**
	 * Handles the messages.
	 * @return the answers, as one array; nothing when there is none to give
	 */
	public Mono<byte[]> handle(Session session, McpServer server) {
		for (JsonRpcMessage each : this.told) {
			switch (each) {
				case JsonRpcMessage.Notification notification -> session.accept(notification);
				case JsonRpcMessage.Response response -> session.accept(response);
				case JsonRpcMessage.Request request -> throw new IllegalStateException("Sorted wrongly");
			}
		}
		if (this.requests.isEmpty() && this.errors.isEmpty()) {
			return Mono.empty();
		}
		Flux<byte[]> answers = Flux.fromIterable(this.requests)
			.flatMap((request) -> answer(request, server.handle(request, session)), CONCURRENCY);
		return Flux.fromIterable(this.errors)
			.map(Supplier::get)
			.concatWith(answers)
			.collect(ByteArrayOutputStream::new, (array, json) -> {
				array.write((array.size() == 0) ? '[' : ',');
				array.writeBytes(json);
			})
			.map((array) -> {
				array.write(']');
				return array.toByteArray();
			});
	}

	/** Nobody would hear a question, so that it ends its request. */
	private static Mono<byte[]> answer(JsonRpcMessage.Request request, Flux<ServerMessage> messages) {
		return messages.filter((message) -> message.kind() != ServerMessage.Kind.NOTIFICATION)
			.next()
			.map((message) -> (message.kind() == ServerMessage.Kind.RESPONSE) ? message.json()
					: JsonRpcWriter.error(request.id(), JsonRpcError.of(JsonRpcError.INVALID_REQUEST,
							"The request asks the client, which it cannot as a part of a batch; send it alone.")));
	}

}
