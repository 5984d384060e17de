package dev.mcpgateway.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.feature.ResourceUpdates.Missed;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import dev.mcpgateway.feature.UpdateRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Carries updates by LISTEN and NOTIFY. A payload is the name of the replica that tells,
 * a space, and the URI, or nothing when any resource may have changed. Of documents, the
 * table itself tells, by triggers and without a name, whoever changes it.
 */
final class PostgresUpdateRelay implements UpdateRelay {

	private static final Logger logger = LoggerFactory.getLogger(PostgresUpdateRelay.class);

	private static final String NOTIFY = "SELECT pg_notify($1, $2)";

	/** A payload must be shorter than 8000 bytes (PostgreSQL manual, NOTIFY). */
	private static final int MAX_PAYLOAD = 7999;

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Database database;

	private final PostgresNotifications notifications;

	private final String channel;

	/** Tells what this replica said from what others did. */
	private final String name = UUID.randomUUID().toString();

	PostgresUpdateRelay(Database database, PostgresNotifications notifications, GatewaySchema schema) {
		this.database = database;
		this.notifications = notifications;
		this.channel = schema.channel("resources");
	}

	@Override
	public Flux<Update> exchange(Flux<Update> own) {
		Flux<Update> heard = this.notifications.listen(this.channel)
			.handle((signal, sink) -> update(signal).ifPresent(sink::next));
		return Flux.merge(heard, own.concatMap(this::tell, 0));
	}

	private Optional<Update> update(PostgresNotifications.Signal signal) {
		return switch (signal) {
			// Nobody can know what was told before, while nobody listened.
			case PostgresNotifications.Live live -> Optional.of(new Missed());
			case PostgresNotifications.Notified(var payload) -> read(payload);
			case PostgresNotifications.Lost lost -> Optional.empty();
		};
	}

	private Optional<Update> read(String payload) {
		int end = payload.indexOf(' ');
		// Whoever may connect may notify: what is not of this form tells nothing.
		if (end < 0 || payload.substring(0, end).equals(this.name)) {
			return Optional.empty();
		}
		String uri = payload.substring(end + 1);
		return Optional.of(uri.isEmpty() ? new Missed() : new Updated(uri));
	}

	/** Tries until it is told; until then the next ones wait with the sender. */
	private Mono<Update> tell(Update update) {
		return this.database
			.run((connection) -> connection.createStatement(NOTIFY)
				.bind("$1", this.channel)
				.bind("$2", payload(update))
				.execute()
				.flatMap((result) -> result.map((row, metadata) -> true)))
			.then(Mono.<Update>empty())
			.retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_PAUSE)
				.maxBackoff(LONGEST_PAUSE)
				.filter((failure) -> !(failure instanceof InvalidArgumentsException))
				.doBeforeRetry((retry) -> warnOnce(retry.totalRetriesInARow(), retry.failure())))
			.onErrorResume((failure) -> {
				logger.error("PostgreSQL: a change of a resource cannot be told to other replicas", failure);
				return Mono.empty();
			});
	}

	private static void warnOnce(long retries, Throwable failure) {
		if (retries == 0) {
			logger.warn("PostgreSQL: other replicas learn of changed resources when it serves again: {}",
					failure.toString());
		}
	}

	private String payload(Update update) {
		String uri = switch (update) {
			case Updated updated -> updated.uri();
			case Missed missed -> "";
		};
		String payload = this.name + " " + uri;
		boolean fits = payload.getBytes(StandardCharsets.UTF_8).length <= MAX_PAYLOAD;
		return fits ? payload : this.name + " ";
	}

}
