package dev.mcpgateway.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where documents are: in the gateway's own table, or in a table or view of somebody
 * else's that an operator has named. The latter is used as it is: nothing about it is
 * changed but the rows that tools change.
 */
final class DocumentsTable {

	/**
	 * A schema and a table, as they are in the catalog; quotes are put around them here.
	 */
	static final String FORM = "[A-Za-z_][A-Za-z0-9_$]{0,62}\\.[A-Za-z_][A-Za-z0-9_$]{0,62}";

	private static final Logger logger = LoggerFactory.getLogger(DocumentsTable.class);

	/** Must be the expression of an index, word for word, for the index to be used. */
	private static final String SEARCHED = "(setweight(to_tsvector('english', coalesce(title, '')), 'A') || "
			+ "setweight(to_tsvector('english', left(coalesce(content, ''), 100000)), 'B'))";

	private static final Set<String> TEXTS = Set.of("text", "character varying");

	private static final Set<String> TIMES = Set.of("timestamp with time zone");

	private static final Map<String, Set<String>> COLUMNS = columns();

	private static final String ACTUAL_COLUMNS = "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
			+ "WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped";

	private static final String IS_VIEW = "SELECT relkind IN ('v', 'f') FROM pg_class WHERE oid = to_regclass(?)";

	private static final String HAS_KEY = "SELECT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a "
			+ "ON a.attrelid = i.indrelid AND a.attname = 'id' WHERE i.indrelid = to_regclass(?) AND i.indisunique "
			+ "AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum)";

	private static final String HAS_SEARCH_INDEX = "SELECT EXISTS (SELECT FROM pg_index "
			+ "WHERE indrelid = to_regclass(?) AND pg_get_indexdef(indexrelid) LIKE '%to_tsvector%')";

	private static final String HAS_TITLE_INDEX = "SELECT EXISTS (SELECT FROM pg_index "
			+ "WHERE indrelid = to_regclass(?) AND pg_get_indexdef(indexrelid) LIKE '%lower(%text_pattern_ops%')";

	private static final String HAS_TRIGGERS = "SELECT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p "
			+ "ON p.oid = t.tgfoid WHERE t.tgrelid = to_regclass(?) AND p.proname = 'documents_changed')";

	private final GatewaySchema schema;

	private final @Nullable String adopted;

	/**
	 * Creates a table.
	 * @param adopted a table of somebody else's, of {@link #FORM}; null for the gateway's
	 * own
	 */
	DocumentsTable(GatewaySchema schema, @Nullable String adopted) {
		this.schema = schema;
		this.adopted = adopted;
	}

	private static Map<String, Set<String>> columns() {
		Map<String, Set<String>> columns = new LinkedHashMap<>();
		columns.put("id", Set.of("bigint", "integer", "smallint"));
		columns.put("title", TEXTS);
		columns.put("content", TEXTS);
		columns.put("created_at", TIMES);
		columns.put("updated_at", TIMES);
		return columns;
	}

	/** The table, as SQL names it. */
	String qualified() {
		return (this.adopted == null) ? this.schema.qualified("documents") : quoted(this.adopted);
	}

	/** What is searched, as SQL: a column, or an expression that an index may have. */
	String searched() {
		return (this.adopted == null) ? "search_vector" : SEARCHED;
	}

	/** Whether its triggers tell of changes, so that nobody else has to. */
	boolean tellsOfChanges() {
		return this.adopted == null;
	}

	/** Says once what a table of somebody else's lacks, and how it can be had. */
	void check(Connection connection) throws SQLException {
		if (this.adopted == null) {
			return;
		}
		List<String> unfit = unfit(connection);
		if (!unfit.isEmpty()) {
			logger.warn("""
					PostgreSQL: gateway.postgres.documents.table names {}, which cannot be used: {}. The tools on \
					documents fail until it fits. A view with the columns id, title, content, created_at and \
					updated_at over a table that has others fits too; or unset the property.""", this.adopted,
					String.join("; ", unfit));
			return;
		}
		List<String> remedies = remedies(connection);
		if (!remedies.isEmpty()) {
			logger.warn("""
					PostgreSQL: {} is offered as documents and left as it is. It lacks what the gateway's own table \
					has; to have it, run:
					{}""", this.adopted, String.join("\n", remedies));
		}
	}

	private List<String> unfit(Connection connection) throws SQLException {
		Map<String, String> actual = new LinkedHashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(ACTUAL_COLUMNS)) {
			statement.setString(1, qualified());
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					actual.put(rows.getString(1), rows.getString(2));
				}
			}
		}
		if (actual.isEmpty()) {
			return List.of("there is no such table, or the role may not use its schema");
		}
		List<String> unfit = new ArrayList<>();
		COLUMNS.forEach((name, types) -> {
			String type = actual.get(name);
			if (type == null || !types.contains(type)) {
				unfit.add("column %s is %s, not %s".formatted(name, (type != null) ? type : "missing",
						types.stream().sorted().collect(Collectors.joining(" or "))));
			}
		});
		return unfit;
	}

	private List<String> remedies(Connection connection) throws SQLException {
		List<String> remedies = new ArrayList<>();
		if (is(connection, IS_VIEW)) {
			return remedies;
		}
		String table = qualified();
		if (!is(connection, HAS_KEY)) {
			remedies.add("CREATE UNIQUE INDEX CONCURRENTLY ON %s (id); -- lists skip rows that share an id"
				.formatted(table));
		}
		if (!is(connection, HAS_SEARCH_INDEX)) {
			remedies.add("CREATE INDEX CONCURRENTLY ON %s USING gin (%s); -- search_documents reads every row"
				.formatted(table, SEARCHED));
		}
		if (!is(connection, HAS_TITLE_INDEX)) {
			remedies.add("CREATE INDEX CONCURRENTLY ON %s (lower(title) text_pattern_ops, id); -- completion by title"
				.formatted(table));
		}
		if (!is(connection, HAS_TRIGGERS)) {
			remedies.add("-- subscribers hear of the gateway's own changes only, not of those of others");
			remedies.addAll(triggers(table));
		}
		return remedies;
	}

	private List<String> triggers(String table) {
		String trigger = "CREATE TRIGGER mcp_gateway_%s AFTER %s ON " + table
				+ " REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "
				+ this.schema.qualified("documents_changed") + "();";
		return List.of(trigger.formatted("inserted", "INSERT", "NEW"), trigger.formatted("updated", "UPDATE", "NEW"),
				trigger.formatted("deleted", "DELETE", "OLD"));
	}

	private boolean is(Connection connection, String query) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setString(1, qualified());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() && rows.getBoolean(1);
			}
		}
	}

	private static String quoted(String table) {
		return Pattern.compile("\\.")
			.splitAsStream(table)
			.map((each) -> '"' + each + '"')
			.collect(Collectors.joining("."));
	}

}
