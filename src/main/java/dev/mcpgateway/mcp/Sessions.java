package dev.mcpgateway.mcp;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.failure.OverloadedException;
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
 * The sessions of this process. Their number is bounded: one more ends one that is idle,
 * whose client opens a new one when it comes back (2025-11-25, Session Management), and
 * never one that is busy.
 */
final class Sessions implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final int ID_BYTES = 24;

	/** Of how many sessions the one to end is the one nearest to the end of its life. */
	private static final int SAMPLE = 64;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final SessionProperties properties;

	private final Session.Surroundings surroundings;

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	/** The same, those first that were not looked at for longest; guarded by itself. */
	private final Set<Session> order = new LinkedHashSet<>();

	private final SecureRandom random = new SecureRandom();

	private volatile @Nullable Disposable sweep;

	Sessions(SessionProperties properties, Session.Surroundings surroundings) {
		this.properties = properties;
		this.surroundings = surroundings;
	}

	/**
	 * Opens a session.
	 * @throws OverloadedException when there are as many as there may be and all of them
	 * are busy
	 */
	Session open(Caller caller, WireCodec codec, Set<ClientCapability> client) {
		byte[] bytes = new byte[ID_BYTES];
		this.random.nextBytes(bytes);
		String id = this.properties.idPrefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		Session session = new Session(id, caller, codec, client, this.surroundings);
		Session evicted = add(session);
		if (evicted != null) {
			logger.debug("As many sessions as there may be; an idle one ends");
			evicted.end();
		}
		return session;
	}

	/**
	 * However many are opened at once, there are never more than there may be.
	 * @return the one that had to go
	 */
	private @Nullable Session add(Session session) {
		synchronized (this.order) {
			Session evicted = null;
			if (this.order.size() >= this.properties.max()) {
				evicted = sample().stream()
					.filter((each) -> !each.isBusy())
					.max(Comparator.comparingDouble(this::age))
					.orElseThrow(() -> new OverloadedException(
							"%d sessions are open and in use, which is the limit; try again later."
								.formatted(this.properties.max()),
							RETRY_AFTER));
				this.order.remove(evicted);
				this.sessions.remove(evicted.id());
			}
			this.order.add(session);
			this.sessions.put(session.id(), session);
			return evicted;
		}
	}

	/** How much of its life is over, as a share of it. */
	private double age(Session session) {
		return (double) session.idleTime().toNanos() / lifetime(session).toNanos();
	}

	/** The next to be looked at; they are looked at again after all others. */
	private List<Session> sample() {
		List<Session> sample = new ArrayList<>(SAMPLE);
		Iterator<Session> all = this.order.iterator();
		while (all.hasNext() && sample.size() < SAMPLE) {
			sample.add(all.next());
			all.remove();
		}
		this.order.addAll(sample);
		return sample;
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
		synchronized (this.order) {
			this.order.remove(session);
			this.sessions.remove(session.id());
		}
		session.end();
	}

	/** How many there are. */
	int size() {
		return this.sessions.size();
	}

	/** Ends those that were idle for too long. */
	void sweep() {
		this.sessions.values()
			.stream()
			.filter((session) -> session.idleTime().compareTo(lifetime(session)) > 0)
			.forEach(this::end);
	}

	private Duration lifetime(Session session) {
		return session.hasWorked() ? this.properties.idleTime() : this.properties.unusedTime();
	}

	@Override
	public void start() {
		Duration shorter = (this.properties.unusedTime().compareTo(this.properties.idleTime()) < 0)
				? this.properties.unusedTime() : this.properties.idleTime();
		Duration period = shorter.dividedBy(10).plusMillis(10);
		// A task of the process's own, ended by stop().
		this.sweep = Flux.interval(period).onBackpressureDrop().subscribe((tick) -> sweep());
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
