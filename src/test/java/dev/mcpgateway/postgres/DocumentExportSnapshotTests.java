package dev.mcpgateway.postgres;

import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DocumentExportSnapshotTests {

	private static final int ROWS = 300;

	private final Gateway gateway = DocumentCalls.gateway();

	/** 30 MB, which is more than the sockets between take. */
	@BeforeEach
	void fill() {
		DocumentCalls.clear(this.gateway)
			.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title', repeat('x', 100000) "
					+ "FROM generate_series(1, " + ROWS + ")");
	}

	@AfterEach
	void empty() {
		DocumentCalls.clear(this.gateway);
	}

	@Test
	void exportShowsTheTableAsItWasAtItsBeginning() {
		try (RawCall call = DocumentCalls.open(this.gateway, "export_documents", Map.of())) {
			call.skip(10_000);
			this.gateway.database().execute("DELETE FROM documents WHERE id > 200");
			this.gateway.database().execute("UPDATE documents SET title = 'Changed'");
			DocumentCalls.create(this.gateway, "Later", "");
			String rest = call.rest();
			assertThat(rest.lines().filter((line) -> line.endsWith("}"))).hasSize(ROWS);
			assertThat(rest.contains("Changed") || rest.contains("Later")).isFalse();
		}
	}

}
