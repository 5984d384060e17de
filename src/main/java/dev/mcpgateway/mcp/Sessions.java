package dev.mcpgateway.mcp;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.mcp.McpProperties.SessionProperties;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.context.SmartLifecycle;

/**
 * The sessions of this process. Their number is bounded: one more ends the one that was
 * idle longest, whose client opens a new one when it comes back (2025-11-25, Session
 * Management).
 */
final class Sessions implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final int ID_BYTES = 24;

	private final SessionProperties properties;

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private final SecureRandom random = new SecureRandom();

	private volatile @Nullable Disposable sweep;

	Sessions(SessionProperties properties) {
		this.properties = properties;
	}

	Session open(Caller caller, WireCodec codec, Set<ClientCapability> client, Session.Limits limits) {
		byte[] bytes = new byte[ID_BYTES];
		this.random.nextBytes(bytes);
		String id = this.properties.idPrefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		Session session = new Session(id, caller, codec, client, limits);
		add(session).forEach(Session::end);
		return session;
	}

	/**
	 * However many are opened at once, there are never more than there may be.
	 * @return those that had to go
	 */
	private synchronized List<Session> add(Session session) {
		List<Session> gone = new ArrayList<>();
		while (this.sessions.size() >= this.properties.max()) {
			this.sessions.values().stream().max(Comparator.comparing(Session::idleTime)).ifPresent((longest) -> {
				logger.debug("As many sessions as there may be; the longest idle one ends");
				this.sessions.remove(longest.id(), longest);
				gone.add(longest);
			});
		}
		this.sessions.put(session.id(), session);
		return gone;
	}

	/** The session of an id, if it is this caller's. */
	Optional<Session> find(String id, Caller caller) {
		Session session = this.sessions.get(id);
		if (session == null || !session.caller().equals(caller)) {
			return Optional.empty();
		}
		session.touch();
		return Optional.of(session);
	}

	void end(Session session) {
		this.sessions.remove(session.id(), session);
		session.end();
	}

	/** How many there are. */
	int size() {
		return this.sessions.size();
	}

	@Override
	public void start() {
		Duration idleTime = this.properties.idleTime();
		Duration period = idleTime.dividedBy(10).plusMillis(10);
		// A task of the process's own, ended by stop().
		this.sweep = Flux.interval(period)
			.onBackpressureDrop()
			.subscribe((tick) -> this.sessions.values()
				.stream()
				.filter((session) -> session.idleTime().compareTo(idleTime) > 0)
				.forEach(this::end));
	}

	@Override
	public void stop() {
		Disposable started = this.sweep;
		this.sweep = null;
		if (started != null) {
			started.dispose();
		}
	}

	@Override
	public boolean isRunning() {
		return this.sweep != null;
	}

}
