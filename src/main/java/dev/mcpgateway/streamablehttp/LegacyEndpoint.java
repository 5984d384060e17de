package dev.mcpgateway.streamablehttp;

import java.util.Optional;
import java.util.function.Function;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.Session;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.wire.Revision;
import reactor.core.publisher.Mono;

/**
 * The older era: a handshake opens a session, in which a request outlives its connection
 * (2025-11-25, Transports).
 */
final class LegacyEndpoint {

	static final String SESSION_HEADER = "Mcp-Session-Id";

	private static final String LAST_EVENT_HEADER = "Last-Event-ID";

	private final McpServer server;

	private final ResponseMode modes;

	private final LegacyStreams streams;

	LegacyEndpoint(McpServer server, ResponseMode modes, LegacyStreams streams) {
		this.server = server;
		this.modes = modes;
		this.streams = streams;
	}

	Mono<HttpAnswer> post(RequestHead head, JsonRpcMessage message, Accepted accepted) {
		if (message instanceof JsonRpcMessage.Request request && "initialize".equals(request.method())) {
			return Mono.fromCallable(() -> initialize(request, accepted));
		}
		return inSession(head, (session) -> switch (message) {
			case JsonRpcMessage.Request request -> this.modes.kept(request.id(), this.server.handle(request, session),
					accepted, session, () -> this.streams.of(session));
			case JsonRpcMessage.Notification notification -> {
				session.accept(notification);
				yield HttpAnswer.empty(202);
			}
			case JsonRpcMessage.Response response -> {
				session.accept(response);
				yield HttpAnswer.empty(202);
			}
		});
	}

	private HttpAnswer initialize(JsonRpcMessage.Request request, Accepted accepted) {
		try {
			McpServer.Initialized initialized = this.server.initialize(request, Caller.ANONYMOUS);
			return this.modes.response(initialized.response(), accepted)
				.with(SESSION_HEADER, initialized.session().id());
		}
		catch (JsonRpcException ex) {
			return Answers.refusal(400, request.id(), ex.error());
		}
		catch (OverloadedException ex) {
			return Answers.overloaded(request.id(), ex);
		}
	}

	/** Several messages at once: one array, or events as the responses are ready. */
	Mono<HttpAnswer> batch(RequestHead head, Classified.Batch batch, Accepted accepted) {
		return inSession(head, (session) -> {
			try {
				return this.modes.batch(this.server.handle(batch.messages(), session), accepted);
			}
			catch (JsonRpcException ex) {
				return Answers.refusal(400, null, ex.error());
			}
		});
	}

	/** Opens the session's own stream, or goes on with any (Listening for Messages). */
	Mono<HttpAnswer> get(RequestHead head) {
		if (!Accepted.of(head.headers("Accept")).events()) {
			return Mono.just(Answers.refusal(406, "A GET is answered by events; accept text/event-stream."));
		}
		return inSession(head, (session) -> {
			Optional<String> lastEvent = Optional.ofNullable(head.header(LAST_EVENT_HEADER)).map(String::strip);
			return lastEvent.map((event) -> this.streams.resume(session, event))
				.orElseGet(() -> this.streams.own(session));
		});
	}

	/** Ends the session. */
	Mono<HttpAnswer> delete(RequestHead head) {
		return inSession(head, (session) -> {
			this.server.end(session);
			return HttpAnswer.empty(204);
		});
	}

	private Mono<HttpAnswer> inSession(RequestHead head, Function<Session, HttpAnswer> work) {
		return Mono.fromCallable(() -> {
			String id = head.header(SESSION_HEADER);
			if (id == null) {
				return Answers.refusal(400,
						"%s is missing: initialize first, or send a request of revision %s, which needs no session."
							.formatted(SESSION_HEADER, Revision.V2026_07_28.wireName()));
			}
			String version = head.header(RequestClassifier.VERSION_HEADER);
			if (version != null && Revision.of(version.strip()).isEmpty()) {
				return Answers.refusal(400,
						"%s must be one of %s.".formatted(RequestClassifier.VERSION_HEADER, Revision.wireNames()));
			}
			Optional<Session> session = this.server.session(id, Caller.ANONYMOUS);
			return session.map(work)
				.orElseGet(() -> Answers.refusal(404, "Unknown or expired session; send initialize."));
		});
	}

}
