package dev.mcpgateway.streamablehttp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.Session;
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
record Batches(List<JsonRpcMessage.Request> requests, List<JsonRpcMessage> told, List<ServerMessageJson> errors) {

	/** How many of a batch run at once. */
	private static final int CONCURRENCY = 16;

	static Batches read(Classified.Batch batch) {
		List<JsonRpcMessage.Request> requests = new ArrayList<>();
		List<JsonRpcMessage> told = new ArrayList<>();
		List<ServerMessageJson> errors = new ArrayList<>();
		for (JsonNode each : batch.messages()) {
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
		return new Batches(requests, told, errors);
	}

	private static ServerMessageJson error(JsonNode message, JsonRpcError error) {
		return () -> JsonRpcWriter.error(JsonRpcMessage.idOf(message).orElse(null), error);
	}

	/** Whether there is nothing to answer. */
	boolean isSilent() {
		return this.requests.isEmpty() && this.errors.isEmpty();
	}

	/** The answers, as one array. */
	Mono<byte[]> answer(Session session, McpServer server) {
		Flux<byte[]> answers = Flux.fromIterable(this.requests)
			.flatMap((request) -> server.handle(request, session)
				.filter((message) -> message.kind() == ServerMessage.Kind.RESPONSE)
				.map(ServerMessage::json), CONCURRENCY);
		return Flux.fromIterable(this.errors)
			.map(ServerMessageJson::json)
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

	/**
	 * A message that is written when it is needed.
	 */
	@FunctionalInterface
	interface ServerMessageJson {

		byte[] json();

	}

}
