package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that has been a company's for long, with tables of the names that the
 * gateway's own have, found first by every connection.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CompanyDatabaseTests {

	/** Every definition in a schema, as pg_dump would see it. */
	private static final List<String> DEFINITIONS = List.of(
			"SELECT oid, relname, relkind, relnatts, relhastriggers, reloptions, relacl, relfilenode FROM pg_class "
					+ "WHERE relnamespace = 'company'::regnamespace",
			"SELECT a.* FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
					+ "WHERE c.relnamespace = 'company'::regnamespace",
			"SELECT indexrelid, pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
					+ "WHERE c.relnamespace = 'company'::regnamespace",
			"SELECT t.oid, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
					+ "WHERE c.relnamespace = 'company'::regnamespace",
			"SELECT oid, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'company'::regnamespace",
			"SELECT oid, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'company'::regnamespace",
			"SELECT oid, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'company'::regnamespace AND relkind = 'v'",
			"SELECT last_value, is_called FROM company.documents_id_seq");

	/** Every row, where it is and who wrote it last. */
	private static final List<String> ROWS = List.of("SELECT ctid, xmin, d.* FROM company.documents d",
			"SELECT ctid, xmin, s.* FROM company.services s", "SELECT ctid, xmin, t.* FROM company.tasks t",
			"SELECT ctid, xmin, t.* FROM company.mcp_tasks t", "SELECT ctid, xmin, l.* FROM company.audit l");

	private TestDatabase company;

	CompanyDatabaseTests() {
		this.company = TestDatabase.create("company");
	}

	@BeforeEach
	void create() {
		this.company = TestDatabase.create("company");
		this.company.execute("DROP SCHEMA IF EXISTS beside_company CASCADE");
		this.company.execute(
				"""
						CREATE TABLE documents (id serial PRIMARY KEY, title varchar(80), content text,
						    created_at timestamptz, updated_at timestamptz DEFAULT now(), owner text);
						CREATE TABLE services (id integer PRIMARY KEY, name text NOT NULL, info text);
						CREATE TABLE tasks (id integer PRIMARY KEY, document integer REFERENCES documents, due date);
						CREATE TABLE mcp_tasks (id integer PRIMARY KEY, note text);
						CREATE TABLE audit (at timestamptz, what text);
						CREATE SEQUENCE service_revisions;
						CREATE VIEW document_titles AS SELECT id, title FROM documents;
						CREATE FUNCTION documents_touch() RETURNS trigger LANGUAGE plpgsql AS $$
						BEGIN
						    INSERT INTO company.audit VALUES (now(), tg_op || ' ' || new.title);
						    RETURN new;
						END $$;
						CREATE FUNCTION register_service(text, json, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
						CREATE TRIGGER documents_touch BEFORE INSERT OR UPDATE ON documents
						    FOR EACH ROW EXECUTE FUNCTION documents_touch();
						INSERT INTO documents (title, content, owner) VALUES ('Contract', 'Secret clauses', 'Ada'), (NULL, NULL, NULL);
						INSERT INTO services VALUES (1, 'payroll', 'x');
						INSERT INTO tasks VALUES (1, 1, '2026-01-01');
						INSERT INTO mcp_tasks VALUES (1, 'mine');""");
	}

	@Test
	void nothingOfTheCompanysIsTouchedOrShown() {
		List<String> before = snapshot(DEFINITIONS);
		List<String> rows = snapshot(ROWS);
		try (Gateway gateway = start()) {
			assertThat(gateway.client().call("export_documents", Map.of()).text()).doesNotContain("Contract");
			useEverything(gateway);
			assertThat(this.company.count("SELECT count(*) FROM beside_company.documents")).isOne();
			assertThat(this.company.count("SELECT count(*) FROM beside_company.services")).isOne();
		}
		assertThat(snapshot(DEFINITIONS)).isEqualTo(before);
		assertThat(snapshot(ROWS)).isEqualTo(rows);
	}

	@Test
	void tableThatAnOperatorNamesIsOfferedAndNotAltered(CapturedOutput output) {
		List<String> before = snapshot(DEFINITIONS.subList(0, DEFINITIONS.size() - 1));
		try (Gateway gateway = start("gateway.postgres.documents.table=company.documents")) {
			JsonNode contract = gateway.client().value("get_document", Map.of("document_id", 1));
			assertThat(contract.path("content").asString()).isEqualTo("Secret clauses");
			assertThat(contract.path("created_at").isNull()).isTrue();
			assertThat(
					gateway.client().value("search_documents", Map.of("query", "clauses")).at("/results/0/id").asLong())
				.isOne();
			assertThat(gateway.client().value("get_document", Map.of("document_id", 2)).path("title").isNull())
				.isTrue();
			useEverything(gateway);
		}
		assertThat(snapshot(DEFINITIONS.subList(0, DEFINITIONS.size() - 1))).isEqualTo(before);
		assertThat(this.company.query("SELECT content FROM documents WHERE id = 4")).isEqualTo("Kept");
		assertThat(output.getAll()).contains("company.documents is offered as documents and left as it is", "USING gin",
				"CREATE TRIGGER mcp_gateway_inserted");
		runAdvice(output.getAll());
		try (Gateway gateway = start("gateway.postgres.documents.table=company.documents")) {
			useEverything(gateway);
		}
	}

	@Test
	void tableThatCannotBeDocumentsIsNamedAndTheRestServes(CapturedOutput output) {
		try (Gateway gateway = start("gateway.postgres.documents.table=company.services")) {
			assertThat(gateway.client().call("list_documents", Map.of()).status()).isEqualTo(502);
			assertThat(gateway.client().post("/services", Map.of("id", "a", "info", Map.of())).status())
				.isLessThan(500);
		}
		assertThat(output.getAll()).containsOnlyOnce("names company.services, which cannot be used: "
				+ "column title is missing, not character varying or text; column content is missing");
	}

	private Gateway start(String... properties) {
		String[] all = new String[properties.length + 1];
		all[0] = "gateway.postgres.schema=beside_company";
		System.arraycopy(properties, 0, all, 1, properties.length);
		return DocumentCalls.with(all).postgres(this.company).start();
	}

	private static void useEverything(Gateway gateway) {
		long id = DocumentCalls.create(gateway, "Made", "By a tool");
		gateway.client().value("update_document", Map.of("document_id", id, "title", "Changed"));
		assertThat(gateway.client().read("documents://" + id).status()).isEqualTo(200);
		gateway.client().value("list_documents", Map.of());
		gateway.client().value("search_documents", Map.of("query", "tool"));
		assertThat(gateway.client().call("export_documents", Map.of()).text()).doesNotContain("\"error\"");
		gateway.client().value("delete_document", Map.of("document_id", id));
		DocumentCalls.create(gateway, "Left", "Kept");
		gateway.client()
			.post("/services",
					Map.of("id", "beside", "info", Map.of("transport_type", "http", "host", "h", "port", 1)));
		assertThat(gateway.client().get("/services/beside").status()).isEqualTo(200);
	}

	/** Does what the log says can be done. */
	private void runAdvice(String log) {
		List<String> advice = log.lines()
			.filter((line) -> line.startsWith("CREATE INDEX") || line.startsWith("CREATE UNIQUE")
					|| line.startsWith("CREATE TRIGGER"))
			.toList();
		assertThat(advice).hasSize(5);
		advice.forEach(this.company::execute);
	}

	private List<String> snapshot(List<String> queries) {
		List<String> lines = new ArrayList<>();
		try (Connection connection = this.company.connect(); Statement statement = connection.createStatement()) {
			for (String query : queries) {
				try (ResultSet rows = statement
					.executeQuery("SELECT row_to_json(rows)::text FROM (" + query + ") rows ORDER BY 1")) {
					while (rows.next()) {
						lines.add(rows.getString(1));
					}
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return lines;
	}

}
