package dev.mcpgateway.postgres;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class DocumentExportSnapshotTests {

	private static final int ROWS = 300;

	private final PostgresGateway gateway = PostgresGateway.shared();

	/** 30 MB, which is more than the sockets between take. */
	@BeforeEach
	void fill() {
		this.gateway.withoutDocuments()
			.database()
			.execute("INSERT INTO documents (title, content) SELECT 'Title', repeat('x', 100000) "
					+ "FROM generate_series(1, " + ROWS + ")");
	}

	@AfterEach
	void empty() {
		this.gateway.withoutDocuments();
	}

	@Test
	void exportShowsTheTableAsItWasAtItsBeginning() {
		try (RawCall call = this.gateway.rawCall("export_documents", Map.of())) {
			call.skip(10_000);
			this.gateway.database().execute("DELETE FROM documents WHERE id > 200");
			this.gateway.database().execute("UPDATE documents SET title = 'Changed'");
			this.gateway.create("Later", "");
			String rest = call.rest();
			assertThat(rest.lines().filter((line) -> line.endsWith("}"))).hasSize(ROWS);
			assertThat(rest.contains("Changed") || rest.contains("Later")).isFalse();
		}
	}

}
