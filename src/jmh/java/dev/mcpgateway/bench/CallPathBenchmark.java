package dev.mcpgateway.bench;

import java.util.concurrent.TimeUnit;

import dev.mcpgateway.McpGatewayApplication;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ToolInvoker;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a call of {@code echo} costs between a face and the tool: catalog, schema, guard,
 * binding and the method itself, in the application as it is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallPathBenchmark {

	private final ConfigurableApplicationContext context = SpringApplication.run(McpGatewayApplication.class,
			"--server.port=0", "--gateway.embedded.enabled=false", "--gateway.postgres.enabled=false",
			"--gateway.mongo.enabled=false", "--gateway.s3.enabled=false", "--logging.level.root=warn");

	private final ToolInvoker invoker = this.context.getBean(ToolInvoker.class);

	private final ObjectNode arguments = JsonNodeFactory.instance.objectNode()
		.put("message", "the quick brown fox jumps over the lazy dog");

	@Benchmark
	public @Nullable CallToolEvent echo() {
		return this.invoker.prepare("echo", this.arguments, CallContext.ANONYMOUS)
			.flatMapMany(PreparedCall::events)
			.blockLast();
	}

	@TearDown
	public void close() {
		this.context.close();
	}

}
