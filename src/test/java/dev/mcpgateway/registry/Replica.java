package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.awaitility.Awaitility;
import reactor.core.Disposable;

/**
 * A gateway that reaches PostgreSQL through a proxy, and a subscriber to its updates.
 */
final class Replica implements AutoCloseable {

	private static final String SCHEMA = "updates";

	private static final AtomicInteger PROBES = new AtomicInteger();

	private final Gateway gateway;

	private final TcpProxy proxy;

	private final List<Update> told = new CopyOnWriteArrayList<>();

	private final Disposable subscription;

	private Replica(Gateway gateway, TcpProxy proxy) {
		this.gateway = gateway;
		this.proxy = proxy;
		this.subscription = updates().updates().subscribe(this.told::add);
	}

	/** Starts a replica; the one after another has the tables of the one before. */
	static Replica start(String... properties) {
		return start(TestDatabase.proxy(), properties);
	}

	/** Starts a replica while PostgreSQL is not there. */
	static Replica startWithoutPostgres(String... properties) {
		TcpProxy proxy = TestDatabase.proxy();
		proxy.cut();
		return start(proxy, properties);
	}

	private static Replica start(TcpProxy proxy, String... properties) {
		return new Replica(Gateway.with(properties).postgres(SCHEMA).through(proxy).mongo().s3().start(), proxy);
	}

	/** Asks PostgreSQL directly: the first column of each row, as text. */
	static List<String> sql(String statement) {
		return TestDatabase.of(SCHEMA).rows(statement);
	}

	TcpProxy proxy() {
		return this.proxy;
	}

	ResourceUpdates updates() {
		return this.gateway.bean(ResourceUpdates.class);
	}

	/** Calls a tool that must answer with one value, and gives a member of it. */
	String call(String tool, String arguments, String member) {
		GatewayClient.Answer answer = this.gateway.client().call(tool, arguments);
		if (answer.status() != 200) {
			throw new AssertionError(answer.text());
		}
		return answer.line(0).path(member).asString("");
	}

	/** Calls a tool; gives the status. */
	int status(String tool, String arguments) {
		return this.gateway.client().call(tool, arguments).status();
	}

	GatewayClient.Answer read(String uri) {
		return this.gateway.client().read(uri);
	}

	/**
	 * Subscribes a client over MCP (2026-07-28) to a resource; gives the URIs of which it
	 * is told, after it was acknowledged.
	 */
	List<String> listen(String uri) {
		McpRequest request = this.gateway.request("subscriptions/listen")
			.json("notifications", "{\"resourceSubscriptions\": [\"%s\"]}".formatted(uri));
		List<String> uris = new CopyOnWriteArrayList<>();
		CountDownLatch acknowledged = new CountDownLatch(1);
		// Ends when the replica stops.
		Thread.ofVirtual().start(() -> {
			try (McpResponse stream = request.send()) {
				stream.forEach((message) -> {
					switch (message.path("method").asString("")) {
						case "notifications/subscriptions/acknowledged" -> acknowledged.countDown();
						case "notifications/resources/updated" -> uris.add(message.at("/params/uri").asString(""));
						default -> uris.add("unexpected: " + message);
					}
				});
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
		this.gateway.close();
		this.proxy.close();
	}

}
