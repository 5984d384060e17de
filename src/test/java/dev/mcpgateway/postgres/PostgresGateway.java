package dev.mcpgateway.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application on a real PostgreSQL, which it reaches through a proxy, and a
 * client that calls it over HTTP.
 */
final class PostgresGateway implements AutoCloseable {

	static final JsonMapper mapper = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private final TcpProxy proxy;

	private final TestDatabase database;

	private PostgresGateway(ConfigurableApplicationContext context, TcpProxy proxy, TestDatabase database) {
		this.context = context;
		this.proxy = proxy;
		this.database = database;
	}

	/** The gateway that tests share which need no other settings than the defaults. */
	static PostgresGateway shared() {
		return Shared.GATEWAY;
	}

	/**
	 * Starts a gateway on an empty schema.
	 * @param properties each {@code name=value}
	 */
	static PostgresGateway start(String schema, String... properties) {
		return start(TestDatabase.create(schema), TcpProxy.to(TestDatabase.host(), TestDatabase.port()), properties);
	}

	static PostgresGateway start(TestDatabase database, TcpProxy proxy, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--gateway.mongo.enabled=false",
				"--gateway.s3.enabled=false", "--spring.r2dbc.url=" + database.r2dbcUrl(proxy.port()),
				"--spring.r2dbc.username=" + TestDatabase.user(), "--spring.r2dbc.password=" + TestDatabase.password(),
				"--spring.main.register-shutdown-hook=false"));
		if (Stream.of(properties).noneMatch((property) -> property.startsWith("gateway.postgres.schema="))) {
			arguments.add("--gateway.postgres.schema=" + database.schema());
		}
		for (String property : properties) {
			arguments.add("--" + property);
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(McpGatewayApplication.class,
				SleepFeatures.class)
			.run(arguments.toArray(String[]::new));
		return new PostgresGateway(context, proxy, database);
	}

	TcpProxy proxy() {
		return this.proxy;
	}

	TestDatabase database() {
		return this.database;
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	PoolMetrics pool() {
		return bean(ConnectionPool.class).getMetrics().orElseThrow();
	}

	Answer tool(String name, Map<String, ?> arguments) {
		return post("/api/mcp/tool", Map.of("tool_name", name, "arguments", arguments));
	}

	/** Calls a tool that must answer with one value. */
	JsonNode value(String name, Map<String, ?> arguments) {
		Answer answer = tool(name, arguments);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.lines().getFirst();
	}

	/** Stores a document and gives its id. */
	long create(String title, String content) {
		return value("create_document", Map.of("title", title, "content", content)).get("id").longValue();
	}

	Answer resource(String uri) {
		return post("/api/mcp/resource", Map.of("uri", uri));
	}

	Answer post(String path, Object body) {
		return send(HttpRequest.newBuilder(uri(path))
			.timeout(Duration.ofSeconds(60))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body))));
	}

	Answer get(String path) {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	/** Empties the table of documents. */
	PostgresGateway withoutDocuments() {
		this.database.execute("TRUNCATE documents RESTART IDENTITY");
		return this;
	}

	/** Calls a tool on a socket of its own, which the test reads and ends as it likes. */
	RawCall rawCall(String tool, Map<String, ?> arguments) {
		return RawCall.open(port(), mapper.writeValueAsString(Map.of("tool_name", tool, "arguments", arguments)));
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + port() + path);
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.proxy.close();
		this.client.close();
	}

	/**
	 * What the gateway answered.
	 */
	record Answer(int status, String body) {

		JsonNode json() {
			return mapper.readTree(this.body);
		}

		List<JsonNode> lines() {
			return this.body.lines().map(mapper::readTree).toList();
		}

		/** Where the first argument is that is wrong. */
		String pointer() {
			return json().path("errors").path(0).path("pointer").asString("");
		}

	}

	private static final class Shared {

		// Ends with the JVM, whose servers end then too.
		static final PostgresGateway GATEWAY = start("shared_gateway");

	}

}
