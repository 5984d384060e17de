package dev.mcpgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a change of a table does to connections whose plans were made before it, as a
 * rolling upgrade changes tables.
 */
@Timeout(60)
class PostgresStalePlanTests {

	/** For calls that do not stream; two more are for streams and state. */
	private static final int CONNECTIONS = 4;

	private static Gateway gateway;

	@BeforeAll
	static void start() {
		gateway = DocumentCalls.start("stale_plans", "spring.r2dbc.pool.max-size=" + (CONNECTIONS + 2),
				"gateway.postgres.bulkhead.calls=" + CONNECTIONS);
		DocumentCalls.create(gateway, "Title", "Text");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE documents ADD COLUMN author text",
			"ALTER TABLE documents DROP COLUMN IF EXISTS author", "DROP INDEX IF EXISTS documents_title_idx",
			"ALTER TABLE documents ALTER COLUMN created_at TYPE timestamptz(3)" })
	void noCallFailsAfterATableWasChanged(String change) {
		everyConnection();
		gateway.database().execute(change);
		everyConnection();
	}

	@Test
	void noCallFailsAfterTheTypeOfAColumnChangedThereAndBack() {
		for (String type : List.of("varchar(300)", "text", "varchar(255)")) {
			everyConnection();
			gateway.database()
				.execute(
						"ALTER TABLE documents DROP COLUMN search_vector; ALTER TABLE documents ALTER COLUMN title TYPE "
								+ type + "; ALTER TABLE documents ADD COLUMN search_vector tsvector "
								+ "GENERATED ALWAYS AS (to_tsvector('english', title)) STORED");
			everyConnection();
		}
	}

	/**
	 * Runs each kind of statement on each connection: those that sleep take the others'
	 * places meanwhile.
	 */
	private static void everyConnection() {
		for (int busy = 0; busy < CONNECTIONS; busy++) {
			List<RawCall> sleeping = new ArrayList<>();
			try {
				for (int i = 0; i < busy; i++) {
					sleeping.add(DocumentCalls.open(gateway, "sleep", Map.of("seconds", 600)));
				}
				callAll();
			}
			finally {
				sleeping.forEach(RawCall::close);
			}
		}
	}

	private static void callAll() {
		for (int round = 0; round < CONNECTIONS; round++) {
			succeeds("get_document", Map.of("document_id", 1));
			succeeds("update_document", Map.of("document_id", 1, "title", "Changed"));
			succeeds("list_documents", Map.of());
			succeeds("search_documents", Map.of("query", "changed"));
			succeeds("export_documents", Map.of());
		}
	}

	private static void succeeds(String tool, Map<String, ?> arguments) {
		Answer answer = gateway.client().call(tool, arguments);
		assertThat(answer.status()).as(tool + ": " + answer.text()).isEqualTo(200);
		assertThat(answer.text()).as(tool).doesNotContain("\"error\"");
	}

}
