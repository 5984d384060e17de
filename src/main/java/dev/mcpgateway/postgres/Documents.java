package dev.mcpgateway.postgres;

import java.time.Instant;

import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table {@code documents}.
 */
final class Documents {

	private static final String ALL = "id, title, content, created_at, updated_at";

	private static final String INSERT = "INSERT INTO documents (title, content) VALUES ($1, $2) RETURNING id, title";

	private static final String SELECT = "SELECT " + ALL + " FROM documents WHERE id = $1";

	private static final String UPDATE = "UPDATE documents SET title = coalesce($2, title), "
			+ "content = coalesce($3, content) WHERE id = $1 RETURNING " + ALL;

	private static final String DELETE = "DELETE FROM documents WHERE id = $1";

	private static final String PAGE = "SELECT id, title, created_at, updated_at FROM documents "
			+ "WHERE id > $1 ORDER BY id LIMIT $2";

	// The snippet is made of the best hits only: it costs more than finding them.
	private static final String SEARCH = """
			SELECT id, title, rank, ts_headline('english', left(content, 100000), query,
			       'StartSel=<b>, StopSel=</b>, MaxFragments=1, MaxWords=30, MinWords=10') AS snippet
			FROM (SELECT id, title, content, query, ts_rank(search_vector, query) AS rank
			      FROM documents, websearch_to_tsquery('english', $1) query
			      WHERE search_vector @@ query
			      ORDER BY rank DESC, id LIMIT $2) best
			ORDER BY rank DESC, id""";

	// The parameter has a purpose: of a cancelled statement without parameters, the
	// driver
	// does not release the rows that are under way.
	private static final String EXPORT = "SELECT " + ALL + " FROM documents WHERE id >= $1 ORDER BY id";

	private final Database database;

	Documents(Database database) {
		this.database = database;
	}

	Mono<Document.Created> create(String title, String content) {
		return this.database.run((connection) -> connection.createStatement(INSERT)
			.bind("$1", title)
			.bind("$2", content)
			.execute()
			.flatMap((result) -> result.map((row) -> new Document.Created(Columns.required(row, 0, Long.class),
					Columns.required(row, 1, String.class)))))
			.single();
	}

	Mono<Document> find(long id) {
		return this.database
			.run((connection) -> connection.createStatement(SELECT)
				.bind("$1", id)
				.execute()
				.flatMap((result) -> result.map(Documents::document)))
			.singleOrEmpty();
	}

	/** Changes what is not null; empty when there is no such document. */
	Mono<Document> update(long id, @Nullable String title, @Nullable String content) {
		return this.database
			.run((connection) -> connection.createStatement(UPDATE)
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
			.run((connection) -> connection.createStatement(DELETE)
				.bind("$1", id)
				.execute()
				.flatMap(PostgresqlResult::getRowsUpdated))
			.single()
			.map((count) -> count > 0);
	}

	/** The documents after one, by id. */
	Flux<Document.Summary> page(long after, int limit) {
		return this.database.run((connection) -> connection.createStatement(PAGE)
			.bind("$1", after)
			.bind("$2", limit)
			.execute()
			.flatMap((result) -> result.map((row) -> new Document.Summary(Columns.required(row, 0, Long.class),
					Columns.required(row, 1, String.class), Columns.required(row, 2, Instant.class),
					Columns.required(row, 3, Instant.class)))));
	}

	Flux<Document.Hit> search(String query, int limit) {
		return this.database.run((connection) -> connection.createStatement(SEARCH)
			.bind("$1", query)
			.bind("$2", limit)
			.execute()
			.flatMap((result) -> result.map((row) -> new Document.Hit(Columns.required(row, 0, Long.class),
					Columns.required(row, 1, String.class), Columns.required(row, 2, Float.class),
					Columns.required(row, 3, String.class)))));
	}

	/** Every document, by id, no faster than they are taken. */
	Flux<Document> export() {
		return this.database.stream((connection) -> connection.createStatement(EXPORT)
			.bind("$1", Long.MIN_VALUE)
			.fetchSize(this.database.fetchSize())
			.execute()
			.concatMap((result) -> result.map(Documents::document), 1));
	}

	private static Document document(Readable row) {
		return new Document(Columns.required(row, 0, Long.class), Columns.required(row, 1, String.class),
				Columns.required(row, 2, String.class), Columns.required(row, 3, Instant.class),
				Columns.required(row, 4, Instant.class));
	}

}
