package dev.mcpgateway.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.InputRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that run as tasks, in each way that they can.
 */
class SampleTasks {

	private static final JsonMapper JSON = new JsonMapper();

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	/** How many endless calls have begun. */
	int started() {
		return this.started.get();
	}

	/** How many endless calls were cancelled. */
	int cancelled() {
		return this.cancelled.get();
	}

	@McpTool(name = "greet", description = "Greets.", task = TaskSupport.OPTIONAL)
	Mono<String> greet(String name) {
		return Mono.just("Hello, " + name + "!");
	}

	@McpTool(name = "slow", description = "Greets after a while.", task = TaskSupport.OPTIONAL)
	Mono<String> slow(int millis) {
		return Mono.delay(Duration.ofMillis(millis)).thenReturn("done");
	}

	@McpTool(name = "blocking", description = "Blocks its thread for a while.", task = TaskSupport.OPTIONAL)
	String blocking(int millis) throws InterruptedException {
		Thread.sleep(millis);
		return "done";
	}

	@McpTool(name = "endless", description = "Says that it works, and never ends.", task = TaskSupport.OPTIONAL)
	Flux<CallToolEvent> endless() {
		return Flux.just("first", "second", "third")
			.<CallToolEvent>map((message) -> new CallToolEvent.Progress(1, null, message))
			.concatWith(Flux.never())
			.doOnSubscribe((subscription) -> this.started.incrementAndGet())
			.doOnCancel(this.cancelled::incrementAndGet);
	}

	@McpTool(name = "refuse", description = "Says no.", task = TaskSupport.OPTIONAL)
	Mono<String> refuse() {
		return Mono.error(new ToolExecutionException("Not today."));
	}

	@McpTool(name = "refuse_oddly", description = "Says no, at length and with a NUL.", task = TaskSupport.OPTIONAL)
	Mono<String> refuseOddly() {
		return Mono.error(new ToolExecutionException("\u0000" + "no ".repeat(1_000)));
	}

	@McpTool(name = "broken", description = "Has a bug.", task = TaskSupport.OPTIONAL)
	Mono<String> broken() {
		return Mono.error(new IllegalStateException("a bug"));
	}

	@McpTool(name = "numbers", description = "Counts.", task = TaskSupport.OPTIONAL)
	Flux<Integer> count(int items) {
		return Flux.range(1, items);
	}

	@McpTool(name = "confirm", description = "Asks before it says what was given.", task = TaskSupport.REQUIRED)
	Mono<String> confirm(JsonNode given, CallContext context) {
		ObjectNode answer = context.ask("confirm", form("Sure?", "sure"));
		return Mono.just(
				answer.path("action").asString() + " " + answer.path("content").path("sure").asString() + " " + given);
	}

	@McpTool(name = "two_questions", description = "Asks two things at once.", task = TaskSupport.OPTIONAL)
	Mono<String> twoQuestions(CallContext context) {
		Map<String, InputRequest> questions = new LinkedHashMap<>();
		questions.put("name", form("Name?", "name"));
		questions.put("color", form("Color?", "color"));
		Map<String, ObjectNode> answers = context.ask(questions);
		return Mono.just(text(answers, "name") + " likes " + text(answers, "color"));
	}

	private static String text(Map<String, ObjectNode> answers, String key) {
		return Objects.requireNonNull(answers.get(key)).path("content").path(key).asString();
	}

	@McpTool(name = "ask_then_endless", description = "Asks, then never ends.", task = TaskSupport.OPTIONAL)
	Flux<CallToolEvent> askThenEndless(CallContext context) {
		context.ask("go", form("Go?", "go"));
		return endless();
	}

	private static InputRequest form(String message, String property) {
		return new InputRequest.Elicitation(message, (ObjectNode) JSON
			.readTree("{\"type\": \"object\", \"properties\": {\"%s\": {\"type\": \"string\"}}, \"required\": [\"%s\"]}"
				.formatted(property, property)));
	}

}
