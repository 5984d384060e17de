package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.Objects;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Listens to NOTIFY. Each subscription has a connection of its own, not one of the
 * pool's, and gets a new one when it is lost.
 */
final class PostgresNotifications {

	private static final Logger logger = LoggerFactory.getLogger(PostgresNotifications.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/** How often the connection is tried: a half-open one tells nothing by itself. */
	private static final Duration PULSE = Duration.ofSeconds(10);

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
	 * @return what happens; never fails
	 */
	Flux<Signal> listen(String channel) {
		return Flux
			.usingWhen(this.server.create(), (connection) -> signals((PostgresqlConnection) connection, channel),
					(connection) -> connection.close())
			.onErrorResume((failure) -> Flux.concat(Flux.just(new Lost()), Flux.error(failure)))
			.concatWith(Flux.concat(Flux.just(new Lost()),
					Flux.error(() -> new IllegalStateException("The server ended the connection"))))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_PAUSE)
				.maxBackoff(LONGEST_PAUSE)
				.transientErrors(true)
				.doBeforeRetry((retry) -> logger.debug("Listening to {} again", channel, retry.failure())));
	}

	private static Flux<Signal> signals(PostgresqlConnection connection, String channel) {
		Flux<Signal> notified = connection.getNotifications()
			.map((notification) -> new Notified(Objects.toString(notification.getParameter(), "")));
		Mono<Signal> live = connection.createStatement("LISTEN " + channel)
			.execute()
			.flatMap((result) -> result.getRowsUpdated())
			.then(Mono.fromSupplier(Live::new));
		Flux<Signal> pulse = Flux.interval(PULSE)
			.onBackpressureDrop()
			.concatMap((tick) -> connection.createStatement("SELECT 1")
				.execute()
				.flatMap((result) -> result.map((row, metadata) -> true))
				.then()
				.timeout(PULSE))
			.cast(Signal.class);
		return Flux.merge(notified, live, pulse);
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
