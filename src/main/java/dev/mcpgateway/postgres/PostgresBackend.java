package dev.mcpgateway.postgres;

import dev.mcpgateway.feature.Backend;
import reactor.core.publisher.Mono;

/**
 * PostgreSQL, as health sees it.
 */
final class PostgresBackend implements Backend {

	static final String NAME = "postgres";

	private final Database database;

	PostgresBackend(Database database) {
		this.database = database;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Mono<Void> ping() {
		return this.database
			.run((connection) -> connection.createStatement("SELECT 1")
				.execute()
				.flatMap((result) -> result.map((row, metadata) -> true)))
			.then();
	}

}
