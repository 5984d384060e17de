package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Listens to NOTIFY. Each subscription has a connection of its own, not one of the
 * pool's, and gets a new one when it is lost.
 */
final class PostgresNotifications {

	private static final Logger logger = LoggerFactory.getLogger(PostgresNotifications.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/**
	 * How often the connection is tried, and how long it may take to answer. A half-open
	 * one tells nothing by itself: for up to twice this long it looks alive.
	 */
	private static final Duration PULSE = Duration.ofSeconds(2);

	/** How long the server may take to accept a connection, and to end one. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** Tells a connection from those of the pool and others, in pg_stat_activity. */
	private static final String LISTEN = "SET application_name = 'mcp-gateway-listener %1$s'; LISTEN \"%1$s\"";

	private final ConnectionFactory server;

	/**
	 * Creates a listener.
	 * @param server makes connections, without a pool
	 */
	PostgresNotifications(ConnectionFactory server) {
		this.server = server;
	}

	/**
	 * Listens to a channel until cancelled.
	 * @param channel the channel, an identifier of the gateway's own
	 * @return what happens; never fails and never completes
	 */
	Flux<Signal> listen(String channel) {
		return Flux.defer(() -> {
			AtomicInteger failures = new AtomicInteger();
			return session(channel).doOnNext((signal) -> announce(signal, channel, failures))
				.onErrorResume((failure) -> lost(channel, failures.getAndIncrement(), failure))
				.repeat();
		});
	}

	/** One connection, from its beginning to its failure. */
	private Flux<Signal> session(String channel) {
		// The driver bounds the TCP connect only, not the handshake that follows.
		Mono<Connection> connection = Mono.<Connection>from(this.server.create()).timeout(PATIENCE);
		return Flux.usingWhen(connection, (opened) -> signals((PostgresqlConnection) opened, channel),
				PostgresNotifications::close);
	}

	private static Flux<Signal> signals(PostgresqlConnection connection, String channel) {
		Flux<Signal> notified = connection.getNotifications()
			.<Signal>map((notification) -> new Notified(Objects.toString(notification.getParameter(), "")))
			.concatWith(Mono.error(() -> new IllegalStateException("The server ended the connection")));
		Mono<Signal> live = connection.createStatement(LISTEN.formatted(channel))
			.execute()
			.flatMap((result) -> result.getRowsUpdated())
			.then(Mono.<Signal>fromSupplier(Live::new))
			.timeout(PATIENCE);
		Flux<Signal> pulse = Flux.interval(PULSE).onBackpressureDrop().concatMap((tick) -> pulse(connection), 1);
		return Flux.merge(notified, live.concatWith(pulse));
	}

	private static Mono<Signal> pulse(PostgresqlConnection connection) {
		return connection.createStatement("SELECT 1")
			.execute()
			.flatMap((result) -> result.map((row, metadata) -> true))
			.then(Mono.<Signal>empty())
			.timeout(PULSE);
	}

	/** A connection that cannot even be closed must not keep the next from being made. */
	private static Mono<Void> close(Connection connection) {
		return Mono.from(connection.close()).timeout(PATIENCE).onErrorComplete();
	}

	private static void announce(Signal signal, String channel, AtomicInteger failures) {
		if (signal instanceof Live && failures.getAndSet(0) > 0) {
			logger.info("PostgreSQL: listening to {} again", channel);
		}
	}

	/** Tells of a loss once, then pauses: longer after each failure in a row. */
	private static Flux<Signal> lost(String channel, int failuresBefore, Throwable failure) {
		Mono<Signal> pause = Mono.delay(pause(failuresBefore)).then(Mono.empty());
		if (failuresBefore > 0) {
			return pause.flux();
		}
		logger.warn("PostgreSQL: not listening to {} until it serves again: {}", channel, failure.toString());
		return Mono.<Signal>fromSupplier(Lost::new).concatWith(pause);
	}

	private static Duration pause(int failuresBefore) {
		long longest = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(failuresBefore, 16));
		// Spread, so that replicas do not come back in step.
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
	}

	/**
	 * What a listener is told.
	 */
	sealed interface Signal {

	}

	/** From now on every notification is told. */
	record Live() implements Signal {
	}

	/**
	 * A notification.
	 *
	 * @param payload what it carries
	 */
	record Notified(String payload) implements Signal {
	}

	/** From now on notifications may be missed, until it is live again. */
	record Lost() implements Signal {
	}

}
