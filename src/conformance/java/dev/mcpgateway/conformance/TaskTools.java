package dev.mcpgateway.conformance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.InputRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import reactor.core.publisher.Mono;

/**
 * Tools that run as tasks, and one that does not.
 */
@Fixture
class TaskTools {

	private static final Duration A_WHILE = Duration.ofSeconds(1);

	@McpTool(name = "greet", description = "Greets, at once.")
	ContentBlock greet(String name) {
		return Samples.text("Hello, %s!".formatted(name));
	}

	@McpTool(name = "slow_compute", description = "Takes its time.", task = TaskSupport.OPTIONAL)
	Mono<ContentBlock> slowCompute(@McpParam(description = "How long it takes.") @Min(0) @Max(60) int seconds,
			@McpParam(description = "Names the result.", defaultValue = "unnamed") String label) {
		return Mono.<ContentBlock>just(Samples.text("Computed %s in %d s".formatted(label, seconds)))
			.delayElement(Duration.ofSeconds(seconds));
	}

	@McpTool(name = "failing_job", description = "Says no, after a while.", task = TaskSupport.REQUIRED)
	Mono<ContentBlock> failingJob() {
		return Mono.delay(A_WHILE).then(Mono.error(() -> new ToolExecutionException("This job always fails")));
	}

	/** No tool's no, but a bug: the task fails, as the call would. */
	@McpTool(name = "protocol_error_job", description = "Breaks, after a while.", task = TaskSupport.OPTIONAL)
	Mono<ContentBlock> protocolErrorJob() {
		return Mono.delay(A_WHILE).then(Mono.error(() -> new IllegalStateException("This job is broken by design")));
	}

	@McpTool(name = "confirm_delete", description = "Asks before it would delete.", task = TaskSupport.OPTIONAL)
	ContentBlock confirmDelete(String filename, CallContext context) {
		boolean confirmed = context.ask("confirm", Samples.form("Delete %s?".formatted(filename), "confirm", "boolean"))
			.path("content")
			.path("confirm")
			.asBoolean(false);
		return Samples.text(confirmed ? "Deleted " + filename : "Kept " + filename);
	}

	@McpTool(name = "multi_input", description = "Asks two things at once.", task = TaskSupport.OPTIONAL)
	ContentBlock multiInput(CallContext context) {
		Map<String, InputRequest> requests = new LinkedHashMap<>();
		requests.put("first", Samples.form("What is the first name?", "name", "string"));
		requests.put("second", Samples.form("What is the second name?", "name", "string"));
		return Samples.text("Answered: " + context.ask(requests).keySet());
	}

	@McpTool(name = "test_tool_with_task", description = "Asks a name, and goes on as a task.")
	ContentBlock askThenTask(CallContext context) {
		String name = Samples
			.field(context.ask("user_name", Samples.form("What is your name?", "name", "string")), "name");
		context.continueAsTask();
		return Samples.text("Hello, %s!".formatted(name));
	}

}
