package dev.mcpgateway.postgres;

import dev.mcpgateway.annotation.McpTool;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tools for tests whose statements take as long as asked.
 */
class SleepFeatures {

	private final Database database;

	SleepFeatures(Database database) {
		this.database = database;
	}

	@McpTool(name = "sleep", description = "Sleeps in one statement.")
	Mono<Slept> sleep(double seconds) {
		return this.database
			.run((connection) -> connection.createStatement("SELECT pg_sleep($1)")
				.bind("$1", seconds)
				.execute()
				.flatMap((result) -> result.map((row) -> new Slept(seconds))))
			.single();
	}

	@McpTool(name = "sleep_in_stream", description = "Emits a row, then sleeps before the next.")
	Flux<Slept> sleepInStream(double seconds) {
		return this.database.stream((connection) -> connection
			.createStatement("SELECT n, pg_sleep(CASE WHEN n = 1 THEN 0 ELSE $1 END) FROM generate_series(1, 2) n")
			.bind("$1", seconds)
			.fetchSize(1)
			.execute()
			.flatMap((result) -> result.map((row) -> new Slept(seconds))));
	}

	record Slept(double seconds) {
	}

}
