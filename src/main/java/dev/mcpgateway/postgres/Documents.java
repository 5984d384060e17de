package dev.mcpgateway.postgres;

import java.util.regex.Pattern;

import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The documents, in the table where they are.
 */
final class Documents {

	private static final String ALL = "id, title, content, created_at, updated_at";

	private static final Pattern WILDCARD = Pattern.compile("[\\\\%_]");

	private final Database database;

	private final DocumentsTable table;

	private final Sql sql;

	Documents(Database database, DocumentsTable table) {
		this.database = database;
		this.table = table;
		this.sql = Sql.on(table);
	}

	/** Whether changes are told without the help of whoever makes them. */
	boolean tellOfChanges() {
		return this.table.tellsOfChanges();
	}

	Mono<Document.Created> create(String title, String content) {
		return this.database.run((connection) -> connection.createStatement(this.sql.insert())
			.bind("$1", title)
			.bind("$2", content)
			.execute()
			.flatMap((result) -> result.map((row) -> new Document.Created(Columns.required(row, 0, Long.class),
					Columns.required(row, 1, String.class)))))
			.single();
	}

	Mono<Document> find(long id) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.select())
				.bind("$1", id)
				.execute()
				.flatMap((result) -> result.map(Documents::document)))
			.singleOrEmpty();
	}

	/** One document with at most so many characters of its content. */
	Mono<Document.Excerpt> excerpt(long id, int longest) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.excerpt())
				.bind("$1", id)
				.bind("$2", longest)
				.execute()
				.flatMap((result) -> result
					.map((row) -> new Document.Excerpt(document(row), Columns.required(row, 5, Integer.class)))))
			.singleOrEmpty();
	}

	/** The ids of the documents that were made last, the last first. */
	Flux<Long> newest(int limit) {
		return this.database.run((connection) -> connection.createStatement(this.sql.newest())
			.bind("$1", limit)
			.execute()
			.flatMap(Documents::ids));
	}

	/** The ids that begin with certain digits, the smallest first. */
	Flux<Long> withIdPrefix(String digits, int limit) {
		IdRanges ranges = IdRanges.startingWith(digits);
		return ranges.low().isEmpty() ? Flux.empty()
				: this.database.run((connection) -> connection.createStatement(this.sql.withIdPrefix())
					.bind("$1", ranges.low().toArray(Long[]::new))
					.bind("$2", ranges.high().toArray(Long[]::new))
					.bind("$3", limit)
					.execute()
					.flatMap(Documents::ids));
	}

	/** The ids of documents whose titles begin so, whatever the case, by title. */
	Flux<Long> withTitlePrefix(String beginning, int limit) {
		String pattern = WILDCARD.matcher(beginning).replaceAll("\\\\$0") + "%";
		return this.database.run((connection) -> connection.createStatement(this.sql.withTitlePrefix())
			.bind("$1", pattern)
			.bind("$2", limit)
			.execute()
			.flatMap(Documents::ids));
	}

	private static Publisher<Long> ids(Result result) {
		return result.map((row) -> Columns.required(row, 0, Long.class));
	}

	/** Changes what is not null; empty when there is no such document. */
	Mono<Document> update(long id, @Nullable String title, @Nullable String content) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.update())
				.bind("$1", id)
				.bind("$2", Parameters.in(R2dbcType.VARCHAR, title))
				.bind("$3", Parameters.in(R2dbcType.VARCHAR, content))
				.execute()
				.flatMap((result) -> result.map(Documents::document)))
			.singleOrEmpty();
	}

	/** Tells whether there was such a document. */
	Mono<Boolean> delete(long id) {
		return this.database
			.run((connection) -> connection.createStatement(this.sql.delete())
				.bind("$1", id)
				.execute()
				.flatMap(PostgresqlResult::getRowsUpdated))
			.single()
			.map((count) -> count > 0);
	}

	/** The documents after one, by id. */
	Flux<Document.Summary> page(long after, int limit) {
		return this.database.run((connection) -> connection.createStatement(this.sql.page())
			.bind("$1", after)
			.bind("$2", limit)
			.execute()
			.flatMap((result) -> result.map((row) -> Document.Summary.of(Columns.required(row, 0, Long.class),
					row.get(1, String.class), Columns.time(row, 2), Columns.time(row, 3)))));
	}

	Flux<Document.Hit> search(String query, int limit) {
		return this.database.run((connection) -> connection.createStatement(this.sql.search())
			.bind("$1", query)
			.bind("$2", limit)
			.execute()
			.flatMap((result) -> result
				.map((row) -> new Document.Hit(Columns.required(row, 0, Long.class), row.get(1, String.class),
						Columns.required(row, 2, Float.class), Columns.required(row, 3, String.class)))));
	}

	/**
	 * The documents, by id, no faster than they are taken.
	 * @param first the smallest id
	 */
	Flux<Document> export(long first) {
		return this.database.stream((connection) -> connection.createStatement(this.sql.export())
			.bind("$1", first)
			.fetchSize(this.database.fetchSize())
			.execute()
			.concatMap((result) -> result.map(Documents::document), 1));
	}

	private static Document document(Readable row) {
		return Document.of(Columns.required(row, 0, Long.class), row.get(1, String.class), row.get(2, String.class),
				Columns.time(row, 3), Columns.time(row, 4));
	}

	/**
	 * The statements, which name the table.
	 */
	private record Sql(String insert, String select, String excerpt, String newest, String withIdPrefix,
			String withTitlePrefix, String update, String delete, String page, String search, String export) {

		static Sql on(DocumentsTable documents) {
			String table = documents.qualified();
			return new Sql(
					// The times are given, because another's table may leave them to its
					// application.
					"INSERT INTO " + table + " (title, content, created_at, updated_at) "
							+ "VALUES ($1, $2, now(), now()) RETURNING id, title",
					"SELECT " + ALL + " FROM " + table + " WHERE id = $1",
					"SELECT id, title, left(content, $2), created_at, updated_at, coalesce(char_length(content), 0) FROM "
							+ table + " WHERE id = $1",
					"SELECT id FROM " + table + " ORDER BY id DESC LIMIT $1",
					"""
							SELECT found.id FROM unnest($1::bigint[], $2::bigint[]) AS ranges (low, high)
							CROSS JOIN LATERAL (SELECT id FROM %s WHERE id BETWEEN low AND high ORDER BY id LIMIT $3) found
							ORDER BY found.id LIMIT $3"""
						.formatted(table),
					// In the order of the index, so that of very many the first are found
					// at once.
					"SELECT id FROM " + table
							+ " WHERE lower(title) LIKE lower($1) ORDER BY lower(title) USING ~<~, id LIMIT $2",
					"UPDATE " + table + " SET title = coalesce($2, title), content = coalesce($3, content), "
							+ "updated_at = now() WHERE id = $1 RETURNING " + ALL,
					"DELETE FROM " + table + " WHERE id = $1",
					"SELECT id, title, created_at, updated_at FROM " + table + " WHERE id > $1 ORDER BY id LIMIT $2",
					search(table, documents.searched()),
					// The parameter has a purpose: of a cancelled statement without
					// parameters, the driver does not release the rows that are under
					// way.
					"SELECT " + ALL + " FROM " + table + " WHERE id >= $1 ORDER BY id");
		}

		/** The snippet is made of the best hits only: it costs more than finding them. */
		private static String search(String table, String searched) {
			return """
					SELECT id, title, rank, ts_headline('english', left(coalesce(content, ''), 100000), query,
					       'StartSel=<b>, StopSel=</b>, MaxFragments=1, MaxWords=30, MinWords=10') AS snippet
					FROM (SELECT id, title, content, query, ts_rank(%2$s, query) AS rank
					      FROM %1$s, websearch_to_tsquery('english', $1) query
					      WHERE %2$s @@ query
					      ORDER BY rank DESC, id LIMIT $2) best
					ORDER BY rank DESC, id""".formatted(table, searched);
		}

	}

}
