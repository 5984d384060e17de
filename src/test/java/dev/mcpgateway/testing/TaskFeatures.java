package dev.mcpgateway.testing;

import java.util.Map;
import java.util.TreeMap;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.LogLevel;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that may run as tasks, and end in each way that a task can.
 */
public class TaskFeatures {

	@McpTool(name = "task_work", description = "Is soon done.", task = TaskSupport.OPTIONAL)
	Mono<Done> work() {
		return Mono.just(new Done("done"));
	}

	@McpTool(name = "task_refuse", description = "Says no.", task = TaskSupport.OPTIONAL)
	Mono<Done> refuse() {
		return Mono.error(new ToolExecutionException("Not today."));
	}

	@McpTool(name = "task_broken", description = "Has a bug.", task = TaskSupport.OPTIONAL)
	Mono<Done> broken() {
		return Mono.error(new IllegalStateException("a bug"));
	}

	@McpTool(name = "task_endless", description = "Tells much and never ends.", task = TaskSupport.OPTIONAL)
	Flux<CallToolEvent> endless() {
		return Flux
			.<CallToolEvent>just(new CallToolEvent.Progress(1, 2.0, "half"),
					new CallToolEvent.Log(LogLevel.ALERT, "task", "loud"))
			.concatWith(Flux.never());
	}

	@McpTool(name = "task_confirm", description = "Asks twice before it is done.", task = TaskSupport.REQUIRED)
	Mono<Done> confirm(CallContext context) {
		String first = text(context.ask("first", form()));
		String second = text(context.ask("second", form()));
		return Mono.just(new Done(first + " " + second));
	}

	@McpTool(name = "task_both", description = "Asks two things at once.", task = TaskSupport.OPTIONAL)
	Mono<Done> both(CallContext context) {
		Map<String, ObjectNode> answers = new TreeMap<>(context.ask(Map.of("one", form(), "two", form())));
		return Mono.just(new Done(answers.keySet().toString()));
	}

	private static String text(ObjectNode answer) {
		return answer.path("content").path("text").asString("");
	}

	private static InputRequest form() {
		return new InputRequest.Elicitation("A text, please.", (ObjectNode) JsonMapper.shared().readTree("""
				{"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}"""));
	}

	record Done(String text) {
	}

}
