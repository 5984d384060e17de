package dev.mcpgateway.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;
import org.awaitility.Awaitility;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts tasks of {@link SampleTasks} in a gateway and follows them.
 */
final class TaskCaller implements AutoCloseable {

	static final Caller ALICE = new Caller("alice");

	static final Caller BOB = new Caller("bob");

	static final String SCHEMA = "task_tests";

	/** Reads numbers as the faces do. */
	static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final TaskWriter WRITER = new PlainWriter();

	private final Gateway gateway;

	private TaskCaller(Gateway gateway) {
		this.gateway = gateway;
	}

	/** Starts a gateway. */
	static TaskCaller start(String... properties) {
		return new TaskCaller(with(properties).start());
	}

	/** Starts a gateway that reaches PostgreSQL through a proxy. */
	static TaskCaller startBehind(TcpProxy proxy, String... properties) {
		return new TaskCaller(with(properties).through(proxy).start());
	}

	/** Starts a gateway with the arguments that a process was given. */
	static TaskCaller run(String... arguments) {
		return new TaskCaller(Gateway.with().features(SampleTasks.class).start(arguments));
	}

	/** A gateway with {@link SampleTasks} on the schema of these tests. */
	static Gateway.Builder with(String... properties) {
		return Gateway.with(properties).features(SampleTasks.class).postgres(SCHEMA);
	}

	/** Asks PostgreSQL directly: the first column of each row, as text. */
	static List<String> sql(String statement) {
		return TestDatabase.of(SCHEMA).rows(statement);
	}

	/** Stops the application and starts the same again. */
	void restart() {
		this.gateway.restart();
	}

	<T> T bean(Class<T> type) {
		return this.gateway.bean(type);
	}

	boolean hasTasks() {
		return this.gateway.has(Tasks.class);
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
		this.gateway.close();
	}

}
