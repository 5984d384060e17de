package dev.mcpgateway.postgres;

import java.util.Optional;

import dev.mcpgateway.services.RegisteredService;
import dev.mcpgateway.services.Registration;
import dev.mcpgateway.services.ServiceChange;
import dev.mcpgateway.services.ServiceId;
import dev.mcpgateway.services.ServicePage;
import dev.mcpgateway.services.ServiceStore;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table {@code services}. It tells of its changes itself, by a trigger, so that what
 * an operator changes by hand is seen too.
 */
final class PostgresServiceStore implements ServiceStore {

	/** A page ends after this many bytes of info, even below its limit. */
	private static final long PAGE_SIZE = 1024 * 1024;

	private final Database database;

	private final PostgresNotifications notifications;

	private final String channel;

	private final Sql sql;

	PostgresServiceStore(Database database, PostgresNotifications notifications, GatewaySchema schema) {
		this.database = database;
		this.notifications = notifications;
		this.channel = schema.channel("services");
		this.sql = Sql.in(schema);
	}

	@Override
	public Mono<Registration> register(ServiceId id, String info, int maxServices) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.register())
				.bind("$1", id.value())
				.bind("$2", info)
				.bind("$3", maxServices)
				.execute()
				.flatMap((result) -> result.map((row) -> registration(id, info, row))))
			.single(new Registration.Full());
	}

	private static Registration registration(ServiceId id, String info, Readable row) {
		RegisteredService service = new RegisteredService(id, info, Columns.required(row, 0, Long.class));
		return Columns.required(row, 1, Boolean.class) ? new Registration.Added(service)
				: new Registration.Replaced(service);
	}

	@Override
	public Mono<RegisteredService> find(ServiceId id) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.select())
				.bind("$1", id.value())
				.execute()
				.flatMap((result) -> result.map(PostgresServiceStore::service)))
			.singleOrEmpty();
	}

	@Override
	public Mono<ServicePage> page(String after, int limit) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.page())
				.bind("$1", after)
				.bind("$2", (long) limit)
				.bind("$3", PAGE_SIZE)
				.execute()
				.flatMap((result) -> result
					.map((row) -> new Candidate(service(row), Columns.required(row, 3, Long.class)))))
			.collectList()
			.map((shown) -> new ServicePage(shown.stream().map(Candidate::service).toList(),
					!shown.isEmpty() && shown.getFirst().found() > shown.size()));
	}

	@Override
	public Mono<Boolean> remove(ServiceId id) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.delete())
				.bind("$1", id.value())
				.execute()
				.flatMap(PostgresqlResult::getRowsUpdated))
			.single()
			.map((count) -> count > 0);
	}

	@Override
	public Flux<ServiceChange> changes() {
		return this.notifications.listen(this.channel).handle((signal, sink) -> change(signal).ifPresent(sink::next));
	}

	private static Optional<ServiceChange> change(PostgresNotifications.Signal signal) {
		return switch (signal) {
			case PostgresNotifications.Live live -> Optional.of(new ServiceChange.Live());
			// Whoever may connect may notify: what is no id tells of no service.
			case PostgresNotifications.Notified(var payload) ->
				ServiceId.parse(payload).map(ServiceChange.Changed::new);
			case PostgresNotifications.Lost lost -> Optional.of(new ServiceChange.Lost());
		};
	}

	private static RegisteredService service(Readable row) {
		return new RegisteredService(new ServiceId(Columns.required(row, 0, String.class)),
				Columns.required(row, 1, String.class), Columns.required(row, 2, Long.class));
	}

	/**
	 * A service on a page.
	 *
	 * @param found how many there are from the first of the page on, up to one more than
	 * its limit
	 */
	private record Candidate(RegisteredService service, long found) {
	}

	/**
	 * The statements, which name the schema.
	 */
	private record Sql(String register, String select, String page, String delete) {

		static Sql in(GatewaySchema schema) {
			String services = schema.qualified("services");
			return new Sql(
					// As text: what the driver takes for JSON it sends as jsonb, which
					// rewrites it.
					"SELECT service_revision, created FROM %s($1, $2::json, $3)"
						.formatted(schema.qualified("register_service")),
					"SELECT id, info, revision FROM %s WHERE id = $1".formatted(services),
					// One more than asked for tells whether there is a next page.
					"""
							SELECT id, info, revision, found
							FROM (SELECT id, info, revision, count(*) OVER () AS found, row_number() OVER (ORDER BY id) AS place,
							             sum(octet_length(info::text)) OVER (ORDER BY id) - octet_length(info::text) AS size_before
							      FROM (SELECT id, info, revision FROM %s WHERE id > $1 ORDER BY id LIMIT $2 + 1) candidates
							     ) measured
							WHERE place <= $2 AND size_before < $3
							ORDER BY id"""
						.formatted(services),
					"DELETE FROM %s WHERE id = $1".formatted(services));
		}

	}

}
