package dev.mcpgateway.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A replica of the gateway with {@link SampleTasks}, on a schema of the tests'
 * PostgreSQL, and a caller of it.
 */
final class TaskGateway implements AutoCloseable {

	static final Caller ALICE = new Caller("alice");

	static final Caller BOB = new Caller("bob");

	static final String SCHEMA = "task_tests";

	/** Reads numbers as the faces do. */
	static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final TaskWriter WRITER = new PlainWriter();

	private final ConfigurableApplicationContext context;

	private TaskGateway(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** Starts a replica. */
	static TaskGateway start(String... properties) {
		return start(port(), properties);
	}

	/** Starts a replica that reaches PostgreSQL through a proxy. */
	static TaskGateway startBehind(TcpProxy proxy, String... properties) {
		return start(proxy.port(), properties);
	}

	private static TaskGateway start(int port, String... properties) {
		sql("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
		return run(arguments(port, properties));
	}

	/** What a replica is started with, here or in another process. */
	static String[] arguments(int port, String... properties) {
		BackendServers servers = BackendServers.shared();
		Map<String, String> all = new LinkedHashMap<>(Map.of("server.port", "0", "gateway.mongo.enabled", "false",
				"gateway.s3.enabled", "false", "gateway.calls.drain-time", "100ms",
				"spring.main.register-shutdown-hook", "false", "spring.r2dbc.url",
				"r2dbc:postgresql://127.0.0.1:" + port + "/"
						+ server().getRequiredValue(ConnectionFactoryOptions.DATABASE) + "?schema=" + SCHEMA,
				"gateway.postgres.schema", SCHEMA, "spring.r2dbc.username", servers.username(), "spring.r2dbc.password",
				servers.password()));
		for (String property : properties) {
			all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
		}
		return all.entrySet()
			.stream()
			.map((each) -> "--" + each.getKey() + "=" + each.getValue())
			.toArray(String[]::new);
	}

	/** Starts a replica with such arguments. */
	static TaskGateway run(String... arguments) {
		return new TaskGateway(
				new SpringApplicationBuilder(McpGatewayApplication.class, SampleTasks.class).run(arguments));
	}

	/** A proxy to the tests' PostgreSQL. */
	static TcpProxy proxy() {
		return TcpProxy.to((String) server().getRequiredValue(ConnectionFactoryOptions.HOST), port());
	}

	static int port() {
		return (Integer) server().getRequiredValue(ConnectionFactoryOptions.PORT);
	}

	private static ConnectionFactoryOptions server() {
		return ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl());
	}

	/** Asks the tests' PostgreSQL directly: the first column of each row, as text. */
	static List<String> sql(String statement) {
		BackendServers servers = BackendServers.shared();
		ConnectionFactoryOptions options = server().mutate()
			.option(ConnectionFactoryOptions.USER, servers.username())
			.option(ConnectionFactoryOptions.PASSWORD, servers.password())
			.build();
		List<String> rows = Flux
			.usingWhen(ConnectionFactories.get(options).create(),
					(connection) -> Flux.from(connection.createStatement(statement).execute())
						.concatMap((result) -> result.map((row) -> String.valueOf(row.get(0)))),
					(connection) -> connection.close())
			.collectList()
			.block(SOON);
		return Objects.requireNonNull(rows);
	}

	/** Stops the application and starts the same again. */
	void restart() {
		this.context.stop();
		this.context.start();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean hasTasks() {
		return this.context.getBeanProvider(Tasks.class).getIfAvailable() != null;
	}

	SampleTasks tools() {
		return bean(SampleTasks.class);
	}

	/** Starts a task of a caller whose client can do all that is asked of it here. */
	TaskState start(Caller caller, String tool, String arguments) {
		return start(caller, tool, arguments, Map.of());
	}

	TaskState start(Caller caller, String tool, String arguments, Map<String, JsonNode> answers) {
		CallContext context = new CallContext(caller, Set.of(ClientCapability.TASKS, ClientCapability.ELICITATION),
				answers, false);
		return Objects
			.requireNonNull(bean(ToolInvoker.class).prepare(tool, (ObjectNode) JSON.readTree(arguments), context)
				.flatMap((call) -> bean(Tasks.class).start(call, WRITER))
				.block(SOON));
	}

	/** Starts a task of Alice's. */
	String start(String tool, String arguments) {
		return start(ALICE, tool, arguments).id();
	}

	TaskState get(String id) {
		return get(id, ALICE);
	}

	TaskState get(String id, Caller caller) {
		return Objects.requireNonNull(bean(Tasks.class).get(id, caller).block(SOON));
	}

	void update(String id, String responses) {
		update(id, ALICE, responses);
	}

	void update(String id, Caller caller, String responses) {
		Map<String, JsonNode> answers = new LinkedHashMap<>();
		JSON.readTree(responses).forEachEntry(answers::put);
		bean(Tasks.class).update(id, caller, answers, WRITER).block(SOON);
	}

	void cancel(String id) {
		cancel(id, ALICE);
	}

	void cancel(String id, Caller caller) {
		bean(Tasks.class).cancel(id, caller).block(SOON);
	}

	/** The task when it has reached a status. */
	<S extends TaskStatus> S await(String id, Class<S> status) {
		return await(id, status, SOON);
	}

	<S extends TaskStatus> S await(String id, Class<S> status, Duration patience) {
		return status.cast(Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(patience)
			.until(() -> get(id).status(), status::isInstance));
	}

	/** The text of the result of a task, when it has one. */
	String text(String id) {
		return JSON.readTree(await(id, TaskStatus.Completed.class).result()).path("text").path(0).asString();
	}

	/** The keys of what a task asks, when it does. */
	List<String> asked(String id) {
		return List.copyOf(JSON.readTree(await(id, TaskStatus.InputRequired.class).inputRequests()).propertyNames());
	}

	/** An answer to a form. */
	static String accept(String key, String property, String value) {
		return "{\"%s\": {\"action\": \"accept\", \"content\": {\"%s\": \"%s\"}}}".formatted(key, property, value);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
