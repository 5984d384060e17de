package dev.mcpgateway.postgres;

import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import tools.jackson.databind.json.JsonMapper;

/**
 * What tests do with documents.
 */
final class DocumentCalls {

	private DocumentCalls() {
	}

	/** The gateway that tests share which need no other settings than the defaults. */
	static Gateway gateway() {
		return Shared.GATEWAY;
	}

	/** Starts a gateway on an empty schema, which it reaches through a proxy. */
	static Gateway start(String schema, String... properties) {
		return with(properties).postgres(TestDatabase.create(schema)).throughProxy().start();
	}

	/** A gateway with {@link SleepFeatures}. */
	static Gateway.Builder with(String... properties) {
		return Gateway.with(properties).features(SleepFeatures.class);
	}

	/** Stores a document and gives its id. */
	static long create(Gateway gateway, String title, String content) {
		return gateway.client()
			.value("create_document", Map.of("title", title, "content", content))
			.get("id")
			.longValue();
	}

	/** Empties the table. */
	static Gateway clear(Gateway gateway) {
		gateway.database().execute("TRUNCATE documents RESTART IDENTITY");
		return gateway;
	}

	/** Calls a tool on a socket of its own, which the test reads and ends as it likes. */
	static RawCall open(Gateway gateway, String tool, Map<String, ?> arguments) {
		return RawCall.open(gateway.port(),
				JsonMapper.shared().writeValueAsString(Map.of("tool_name", tool, "arguments", arguments)));
	}

	static PoolMetrics pool(Gateway gateway) {
		return gateway.bean(ConnectionPool.class).getMetrics().orElseThrow();
	}

	private static final class Shared {

		// Ends with the JVM, whose servers end then too.
		static final Gateway GATEWAY = start("shared_gateway");

	}

}
