package dev.mcpgateway.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The least that reads a document over HTTP with WebFlux and R2DBC: one route, one query,
 * a pool of the gateway's size, and none of the gateway's checks.
 */
public final class MinimalDocumentServer {

	private static final int POOL_SIZE = 24;

	private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(3);

	private static final String SELECT = "SELECT id, title, content, created_at, updated_at "
			+ "FROM mcp_gateway.documents WHERE id = $1";

	private final ConnectionFactory connections;

	private MinimalDocumentServer(ConnectionFactory connections) {
		this.connections = connections;
	}

	/**
	 * Serves until the process is ended. The password comes from the environment variable
	 * {@code PGPASSWORD}.
	 * @param args the port on loopback, and an R2DBC URL without password
	 */
	public static void main(String[] args) {
		MinimalDocumentServer documents = new MinimalDocumentServer(pool(args[1]));
		HttpHandler handler = RouterFunctions
			.toHttpHandler(RouterFunctions.route().GET("/documents/{id}", documents::document).build());
		HttpServer.create()
			.host("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow()
			.onDispose()
			// The main thread has nothing else to do.
			.block();
	}

	private static ConnectionFactory pool(String url) {
		ConnectionFactory connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(url)
			.mutate()
			.option(ConnectionFactoryOptions.PASSWORD, Objects.requireNonNull(System.getenv("PGPASSWORD")))
			.build());
		return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
			.initialSize(0)
			.maxSize(POOL_SIZE)
			.maxAcquireTime(ACQUIRE_TIMEOUT)
			.build());
	}

	private Mono<ServerResponse> document(ServerRequest request) {
		long id = Long.parseLong(request.pathVariable("id"));
		return Mono
			.usingWhen(this.connections.create(), (connection) -> find(connection, id), MinimalDocumentServer::close)
			.flatMap(ServerResponse.ok()::bodyValue);
	}

	private static Mono<Document> find(Connection connection, long id) {
		return Flux.from(connection.createStatement(SELECT).bind("$1", id).execute())
			.flatMap((result) -> result.map((row) -> document(row)))
			.single();
	}

	private static Mono<Void> close(Connection connection) {
		return Mono.from(connection.close());
	}

	private static Document document(Readable row) {
		return new Document(required(row, 0, Long.class), required(row, 1, String.class),
				required(row, 2, String.class), required(row, 3, Instant.class), required(row, 4, Instant.class));
	}

	private static <T> T required(Readable row, int column, Class<T> type) {
		return Objects.requireNonNull(row.get(column, type));
	}

	record Document(long id, String title, String content, @JsonProperty("created_at") Instant createdAt,
			@JsonProperty("updated_at") Instant updatedAt) {
	}

}
