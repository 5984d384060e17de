package dev.mcpgateway.streamablehttp;

import java.util.List;

import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.Session;
import dev.mcpgateway.streamablehttp.replay.ReplayBuffer;
import dev.mcpgateway.streamablehttp.replay.ReplayMemory;
import dev.mcpgateway.streamablehttp.replay.ReplayReader;
import dev.mcpgateway.streamablehttp.replay.ReplayRules;
import dev.mcpgateway.streamablehttp.replay.ServerEvent;
import dev.mcpgateway.streamablehttp.replay.SessionStreams;
import dev.mcpgateway.streamablehttp.replay.StreamId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The streams of the older era's sessions: those of requests, and the one of each session
 * that belongs to none (2025-11-25, Listening for Messages and Resumability).
 */
final class LegacyStreams {

	private final McpServer server;

	private final ResponseMode modes;

	private final ReplayMemory memory;

	private final StreamableHttpProperties properties;

	private final int capacity;

	/**
	 * Creates the streams.
	 * @param capacity how many messages of one are kept
	 */
	LegacyStreams(McpServer server, ResponseMode modes, ReplayMemory memory, StreamableHttpProperties properties,
			int capacity) {
		this.server = server;
		this.modes = modes;
		this.memory = memory;
		this.properties = properties;
		this.capacity = capacity;
	}

	/** A stream for a request, remembered as soon as somebody reads it. */
	ReplayBuffer of(Session session) {
		SessionStreams known = known(session);
		return new ReplayBuffer(known.nextId(), rules(session, true), this.memory, known);
	}

	private static SessionStreams known(Session session) {
		return session.transport(SessionStreams.class, SessionStreams::new);
	}

	private ReplayRules rules(Session session, boolean ofRequest) {
		return new ReplayRules(this.capacity, ofRequest, session.revision().primesStreams(), this.properties.retry());
	}

	/** The stream that belongs to no request, from where its last reader was. */
	HttpAnswer own(Session session) {
		return HttpAnswer.of((output) -> Mono.defer(() -> {
			ReplayBuffer own = open(session);
			ReplayReader reader = own.read(own.lastRead());
			return own.takeMissed() ? resynced(session, reader, output) : this.modes.replay(session, reader, output);
		}));
	}

	/** Goes on behind an event. */
	HttpAnswer resume(Session session, String event) {
		StreamId.Place place = StreamId.parse(event).orElse(null);
		if (place == null) {
			return forgotten();
		}
		if (place.stream().equals(StreamId.OWN)) {
			return HttpAnswer.of((output) -> Mono.defer(() -> resumeOwn(session, place.position(), output)));
		}
		return switch (known(session).find(place)) {
			case SessionStreams.Resumption.Found(var stream) ->
				HttpAnswer.of((output) -> this.modes.replay(session, stream.read(place.position()), output));
			// Tells the client not to come back (HTML, section 9.2.1).
			case SessionStreams.Resumption.Over over -> HttpAnswer.empty(204);
			case SessionStreams.Resumption.Forgotten forgotten -> forgotten();
		};
	}

	/** What was lost is made up for: the client is told to read everything again. */
	private Mono<Void> resumeOwn(Session session, long position, ResponseOutput output) {
		ReplayBuffer own = open(session);
		return own.canResume(position) ? this.modes.replay(session, own.read(position), output)
				: resynced(session, own.read(own.lastRead()), output);
	}

	private Mono<Void> resynced(Session session, ReplayReader reader, ResponseOutput output) {
		List<ServerMessage> resync = this.server.resync(session);
		return this.modes.replay(session, Flux.fromIterable(resync).map(ServerEvent::of).concatWith(reader.events()),
				reader, output);
	}

	private ReplayBuffer open(Session session) {
		SessionStreams known = known(session);
		SessionStreams.Own own = known
			.own(() -> new ReplayBuffer(StreamId.OWN, rules(session, false), this.memory, known));
		if (own.made()) {
			// Lives as long as the session, whether somebody reads it or not.
			this.server.notifications(session).subscribe(own.stream());
		}
		return own.stream();
	}

	private static HttpAnswer forgotten() {
		return Answers.refusal(400, "What came after this event is not kept any more; "
				+ "open a new stream without Last-Event-ID, then read again what you need.");
	}

}
