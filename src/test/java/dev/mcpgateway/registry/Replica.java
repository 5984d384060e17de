package dev.mcpgateway.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.awaitility.Awaitility;
import reactor.core.Disposable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A replica of the whole gateway on the servers of the tests, which reaches PostgreSQL
 * through a proxy, a client of it, and a subscriber to its updates.
 */
final class Replica implements AutoCloseable {

	private static final String SCHEMA = "updates";

	private static final AtomicInteger PROBES = new AtomicInteger();

	private final ConfigurableApplicationContext context;

	private final TcpProxy proxy;

	private final GatewayClient client;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<Update> told = new CopyOnWriteArrayList<>();

	private final Disposable subscription;

	private Replica(ConfigurableApplicationContext context, TcpProxy proxy) {
		this.context = context;
		this.proxy = proxy;
		this.client = new GatewayClient(
				context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		this.subscription = updates().updates().subscribe(this.told::add);
	}

	/** Starts a replica; the one after another has the tables of the one before. */
	static Replica start(String... properties) {
		TcpProxy proxy = TcpProxy.to(option(ConnectionFactoryOptions.HOST), port());
		return start(proxy, properties);
	}

	/** Starts a replica while PostgreSQL is not there. */
	static Replica startWithoutPostgres(String... properties) {
		TcpProxy proxy = TcpProxy.to(option(ConnectionFactoryOptions.HOST), port());
		proxy.cut();
		return start(proxy, properties);
	}

	private static Replica start(TcpProxy proxy, String... properties) {
		sql("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
		BackendServers servers = BackendServers.shared();
		List<String> all = new ArrayList<>(List.of("server.port=0",
				"spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:%d/%s?schema=%s".formatted(proxy.port(),
						option(ConnectionFactoryOptions.DATABASE), SCHEMA),
				"gateway.postgres.schema=" + SCHEMA, "spring.r2dbc.username=" + servers.username(),
				"spring.r2dbc.password=" + servers.password(), "spring.mongodb.uri=" + servers.mongoUri(),
				"gateway.s3.endpoint=" + servers.s3Endpoint(), "gateway.s3.region=" + servers.s3Region(),
				"gateway.s3.access-key=" + servers.s3AccessKey(), "gateway.s3.secret-key=" + servers.s3SecretKey(),
				"gateway.s3.path-style=true"));
		all.addAll(List.of(properties));
		return new Replica(new SpringApplicationBuilder(McpGatewayApplication.class)
			.run(all.stream().map((each) -> "--" + each).toArray(String[]::new)), proxy);
	}

	/** Asks PostgreSQL directly, as psql would: the first column of each row, as text. */
	static List<String> sql(String statement) {
		BackendServers servers = BackendServers.shared();
		String url = "jdbc:postgresql://%s:%d/%s?currentSchema=%s".formatted(option(ConnectionFactoryOptions.HOST),
				port(), option(ConnectionFactoryOptions.DATABASE), SCHEMA);
		try (Connection connection = DriverManager.getConnection(url, servers.username(), servers.password());
				Statement running = connection.createStatement()) {
			List<String> rows = new ArrayList<>();
			if (running.execute(statement)) {
				ResultSet result = running.getResultSet();
				while (result.next()) {
					rows.add(String.valueOf(result.getString(1)));
				}
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String option(io.r2dbc.spi.Option<String> option) {
		return (String) ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl()).getRequiredValue(option);
	}

	private static int port() {
		return (Integer) ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl())
			.getRequiredValue(ConnectionFactoryOptions.PORT);
	}

	TcpProxy proxy() {
		return this.proxy;
	}

	ResourceUpdates updates() {
		return this.context.getBean(ResourceUpdates.class);
	}

	/** Calls a tool that must answer with one value, and gives a member of it. */
	String call(String tool, String arguments, String member) {
		GatewayClient.Answer answer = this.client.call(tool, arguments);
		if (answer.status() != 200) {
			throw new AssertionError(answer.text());
		}
		return answer.line(0).path(member).asString("");
	}

	/** Calls a tool; gives the status. */
	int status(String tool, String arguments) {
		return this.client.call(tool, arguments).status();
	}

	GatewayClient.Answer read(String uri) {
		return this.client.read(uri);
	}

	/**
	 * Subscribes a client over MCP (2026-07-28) to a resource; gives the URIs of which it
	 * is told, after it was acknowledged.
	 */
	List<String> listen(String uri) {
		String body = """
				{"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {
				 "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
				           "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
				           "io.modelcontextprotocol/clientCapabilities": {}},
				 "notifications": {"resourceSubscriptions": ["%s"]}}}""".formatted(uri);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/mcp"
				.formatted(this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class))))
			.headers("Content-Type", "application/json", "Accept", "application/json, text/event-stream",
					"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		List<String> uris = new CopyOnWriteArrayList<>();
		CountDownLatch acknowledged = new CountDownLatch(1);
		// Ends when the replica stops.
		Thread.ofVirtual().start(() -> {
			try {
				this.http.send(request, HttpResponse.BodyHandlers.ofLines())
					.body()
					.filter((line) -> line.startsWith("data:") && line.length() > 5)
					.map((line) -> JsonMapper.shared().readTree(line.substring(5)))
					.forEach((message) -> {
						switch (message.path("method").asString("")) {
							case "notifications/subscriptions/acknowledged" -> acknowledged.countDown();
							case "notifications/resources/updated" -> uris.add(message.at("/params/uri").asString(""));
							default -> uris.add("unexpected: " + message);
						}
					});
			}
			catch (IOException | InterruptedException ex) {
				uris.add("failed: " + ex);
			}
		});
		Awaitility.await().until(() -> acknowledged.getCount() == 0);
		return uris;
	}

	/** Everything that was told since the last {@link #forget}, without probes. */
	List<Update> told() {
		return this.told.stream()
			.filter((each) -> !(each instanceof Updated(String uri) && uri.startsWith("probe:")))
			.toList();
	}

	void forget() {
		this.told.clear();
	}

	/**
	 * Waits until what others tell is heard, and forgets what was told until then.
	 */
	void awaitHearing() {
		String probe = "probe://" + PROBES.incrementAndGet();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			sql("SELECT pg_notify('" + SCHEMA + "_resources', ' " + probe + "')");
			return this.told.contains(new Updated(probe));
		});
		forget();
	}

	@Override
	public void close() {
		this.subscription.dispose();
		this.context.close();
		this.http.close();
		this.proxy.close();
	}

}
