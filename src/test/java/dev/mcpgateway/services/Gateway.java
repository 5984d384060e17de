package dev.mcpgateway.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A replica of the gateway on the tests' PostgreSQL, and a client of it.
 */
final class Gateway implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private Gateway(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** Starts a replica. */
	static Gateway start(String... properties) {
		return start(BackendServers.shared().r2dbcUrl(), properties);
	}

	/** Starts a replica that reaches PostgreSQL through a proxy. */
	static Gateway startBehind(TcpProxy proxy, String... properties) {
		ConnectionFactoryOptions server = ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl());
		return start("r2dbc:postgresql://127.0.0.1:" + proxy.port() + "/"
				+ server.getRequiredValue(ConnectionFactoryOptions.DATABASE), properties);
	}

	private static Gateway start(String r2dbcUrl, String... properties) {
		BackendServers servers = BackendServers.shared();
		List<String> all = new ArrayList<>(List.of("server.port=0", "gateway.mongo.enabled=false",
				"gateway.s3.enabled=false", "spring.r2dbc.url=" + r2dbcUrl,
				"spring.r2dbc.username=" + servers.username(), "spring.r2dbc.password=" + servers.password()));
		all.addAll(List.of(properties));
		return new Gateway(new SpringApplicationBuilder(McpGatewayApplication.class)
			.run(all.stream().map((each) -> "--" + each).toArray(String[]::new)));
	}

	/** A proxy to the tests' PostgreSQL. */
	static TcpProxy proxy() {
		ConnectionFactoryOptions server = ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl());
		return TcpProxy.to((String) server.getRequiredValue(ConnectionFactoryOptions.HOST),
				(Integer) server.getRequiredValue(ConnectionFactoryOptions.PORT));
	}

	/** Asks the tests' PostgreSQL directly: the first column of each row, as text. */
	static List<String> sql(String statement) {
		BackendServers servers = BackendServers.shared();
		ConnectionFactoryOptions options = ConnectionFactoryOptions.parse(servers.r2dbcUrl())
			.mutate()
			.option(ConnectionFactoryOptions.USER, servers.username())
			.option(ConnectionFactoryOptions.PASSWORD, servers.password())
			.option(PostgresqlConnectionFactoryProvider.SCHEMA, "mcp_gateway")
			.build();
		List<String> rows = Flux
			.usingWhen(ConnectionFactories.get(options).create(),
					(connection) -> Flux.from(connection.createStatement(statement).execute())
						.concatMap((result) -> result.map((row) -> String.valueOf(row.get(0)))),
					(connection) -> connection.close())
			.collectList()
			.block(Duration.ofSeconds(10));
		return Objects.requireNonNull(rows);
	}

	/** The register, within. */
	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, null, headers);
	}

	HttpResponse<String> delete(String path) {
		return send("DELETE", path, null);
	}

	HttpResponse<String> register(String body) {
		return send("POST", "/services", body, "Content-Type", "application/json");
	}

	/** Registers something valid under an id. */
	HttpResponse<String> register(String id, int port) {
		return register("{\"id\": \"%s\", \"info\": %s}".formatted(id, info(port)));
	}

	static String info(int port) {
		return "{\"transport_type\": \"http\", \"host\": \"10.0.0.5\", \"port\": " + port + "}";
	}

	HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI
				.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path))
			.timeout(Duration.ofSeconds(20))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	/** The pointers of what a problem says is wrong. */
	static List<String> pointers(HttpResponse<String> response) {
		return json(response).path("errors").valueStream().map((each) -> each.path("pointer").asString()).toList();
	}

	@Override
	public void close() {
		this.context.close();
		this.client.close();
	}

}
