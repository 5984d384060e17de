package dev.mcpgateway.streamablehttp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.mcp.Batch;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.Session;
import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.wire.Revision;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The older era: a handshake opens a session, in which a request outlives its connection
 * (2025-11-25, Transports).
 */
final class LegacyEndpoint {

	static final String SESSION_HEADER = "Mcp-Session-Id";

	private static final String LAST_EVENT_HEADER = "Last-Event-ID";

	private final McpServer server;

	private final Replies replies;

	private final int capacity;

	private final Map<Session, SessionStreams> streams = new ConcurrentHashMap<>();

	/**
	 * Creates an endpoint.
	 * @param capacity how many messages of a stream are kept for a client that was cut
	 * off
	 */
	LegacyEndpoint(McpServer server, Replies replies, int capacity) {
		this.server = server;
		this.replies = replies;
		this.capacity = capacity;
	}

	Mono<HttpAnswer> post(RequestHead head, JsonRpcMessage message, Accepted accepted) {
		if (message instanceof JsonRpcMessage.Request request && "initialize".equals(request.method())) {
			return Mono.fromCallable(() -> initialize(request));
		}
		return inSession(head, (session) -> switch (message) {
			case JsonRpcMessage.Request request -> request(session, request, accepted);
			case JsonRpcMessage.Notification notification -> {
				session.accept(notification);
				yield Mono.just(HttpAnswer.empty(202));
			}
			case JsonRpcMessage.Response response -> {
				session.accept(response);
				yield Mono.just(HttpAnswer.empty(202));
			}
		});
	}

	private HttpAnswer initialize(JsonRpcMessage.Request request) {
		try {
			McpServer.Initialized initialized = this.server.initialize(request, Caller.ANONYMOUS);
			Session session = initialized.session();
			this.streams.put(session, new SessionStreams());
			// Ends with the session.
			session.ended().subscribe(null, null, () -> this.streams.remove(session));
			return HttpAnswer.json(200, initialized.response().json()).with(SESSION_HEADER, session.id());
		}
		catch (JsonRpcException ex) {
			return Answers.refusal(400, request.id(), ex.error());
		}
	}

	private Mono<HttpAnswer> request(Session session, JsonRpcMessage.Request request, Accepted accepted) {
		return start(session, this.server.handle(request, session), accepted);
	}

	/** Several messages at once; the answers come as they are ready. */
	Mono<HttpAnswer> batch(RequestHead head, Classified.Batch batch, Accepted accepted) {
		return inSession(head, (session) -> {
			if (session.revision() != Revision.V2025_03_26) {
				return Mono.just(Answers.refusal(400, "Revision %s has no batches: send one message at a time."
					.formatted(session.revision().wireName())));
			}
			return Batch.read(batch.messages())
				.handle(session, this.server)
				.map((json) -> HttpAnswer.json(200, json))
				.defaultIfEmpty(HttpAnswer.empty(202));
		});
	}

	private Mono<HttpAnswer> start(Session session, Flux<ServerMessage> messages, Accepted accepted) {
		SessionStreams kept = kept(session);
		boolean primed = session.revision() == Revision.V2025_11_25;
		MessageStream stream = new MessageStream(new StreamRules(kept.nextId(), this.capacity, true, primed,
				this.replies.properties().keepAlive(), this.replies.properties().retry()));
		return this.replies.start(messages, stream, accepted, (response) -> 200).map((answer) -> {
			if (answer.events() != null) {
				kept.keep(stream);
			}
			return used(session, answer);
		});
	}

	private SessionStreams kept(Session session) {
		return this.streams.getOrDefault(session, new SessionStreams());
	}

	private static HttpAnswer used(Session session, HttpAnswer answer) {
		Flux<byte[]> events = answer.events();
		return (events != null) ? HttpAnswer.events(session.inUse(events)) : answer;
	}

	/** Opens the session's own stream, or goes on with any (Listening for Messages). */
	Mono<HttpAnswer> get(RequestHead head) {
		if (!Accepted.of(head.headers("Accept")).events()) {
			return Mono.just(Answers.refusal(406, "A GET is answered by events; accept text/event-stream."));
		}
		return inSession(head, (session) -> {
			SessionStreams kept = kept(session);
			String lastEvent = head.header(LAST_EVENT_HEADER);
			if (lastEvent != null) {
				return Mono.just(kept.find(lastEvent.strip())
					.map((found) -> used(session, HttpAnswer.events(found.stream().events(found.after()))))
					.orElseGet(() -> Answers.refusal(400, "What came after this event is not kept any more; "
							+ "open a new stream without Last-Event-ID and look anew.")));
			}
			StreamRules rules = new StreamRules(SessionStreams.ownId(), this.capacity, false,
					session.revision() == Revision.V2025_11_25, this.replies.properties().keepAlive(),
					this.replies.properties().retry());
			MessageStream own = kept.own(rules, this.server.notifications(session));
			return Mono.just(used(session, HttpAnswer.events(own.unread())));
		});
	}

	/** Ends the session. */
	Mono<HttpAnswer> delete(RequestHead head) {
		return inSession(head, (session) -> {
			this.server.end(session);
			return Mono.just(HttpAnswer.empty(204));
		});
	}

	private Mono<HttpAnswer> inSession(RequestHead head, Function<Session, Mono<HttpAnswer>> work) {
		return Mono.defer(() -> {
			String id = head.header(SESSION_HEADER);
			if (id == null) {
				return Mono.just(Answers.refusal(400,
						"%s is missing: initialize first, or send a request of revision %s, which needs no session."
							.formatted(SESSION_HEADER, Revision.V2026_07_28.wireName())));
			}
			String version = head.header(RequestClassifier.VERSION_HEADER);
			if (version != null && Revision.of(version.strip()).isEmpty()) {
				return Mono.just(Answers.refusal(400,
						"%s is to be one of %s.".formatted(RequestClassifier.VERSION_HEADER, Revision.wireNames())));
			}
			Optional<Session> session = this.server.session(id, Caller.ANONYMOUS);
			return session.map(work)
				.orElseGet(() -> Mono.just(Answers.refusal(404, "There is no such session: initialize anew.")));
		});
	}

}
