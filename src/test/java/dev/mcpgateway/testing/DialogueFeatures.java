package dev.mcpgateway.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpPrompt;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.ResourceContents;
import dev.mcpgateway.model.Role;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Features that talk with their client while they run: they ask, and tell how far they
 * are.
 */
public class DialogueFeatures {

	private final AtomicInteger ticking = new AtomicInteger();

	private volatile int lastStep;

	/** How far the last call of {@code steps} or {@code torrent} is. */
	public int lastStep() {
		return this.lastStep;
	}

	/** How many calls of {@code tick} and {@code torrent} run. */
	public int ticking() {
		return this.ticking.get();
	}

	@McpTool(name = "ask_name", description = "Asks for a name.")
	Mono<Answered> askName(CallContext context) {
		return Mono.just(answered(context.ask("name", form("name"))));
	}

	@McpTool(name = "ask_for", description = "Asks for what it is told to ask for.")
	Mono<Answered> askFor(String what, CallContext context) {
		return Mono.just(answered(context.ask("asked", form(what))));
	}

	@McpTool(name = "ask_twice", description = "Asks for a name, then for a city.")
	Mono<Answered> askTwice(CallContext context) {
		Answered name = answered(context.ask("name", form("name")));
		Answered city = answered(context.ask("city", form("city")));
		return Mono.just(new Answered(name.action(), name.text() + " of " + city.text()));
	}

	@McpTool(name = "ask_both", description = "Asks for a name and a city at once.")
	Mono<Answered> askBoth(CallContext context) {
		Map<String, ObjectNode> answers = context.ask(Map.of("name", form("name"), "city", form("city")));
		return Mono.just(new Answered("accept", answers.keySet().stream().sorted().toList().toString()));
	}

	@McpTool(name = "ask_page", description = "Sends the user to a page.")
	Mono<Answered> askPage(CallContext context) {
		return Mono.just(answered(context.ask("page", new InputRequest.UrlElicitation("Please sign in.",
				"https://example.com/sign-in?next=%2Fhome", UUID.randomUUID().toString()))));
	}

	@McpTool(name = "ask_model", description = "Asks the client's model.")
	Mono<Answered> askModel(CallContext context) {
		return Mono.just(sampled(context.ask("model", new InputRequest.Sampling(sampling()))));
	}

	@McpTool(name = "ask_model_with_tools", description = "Asks the client's model, which may use a tool.")
	Mono<Answered> askModelWithTools(CallContext context) {
		ObjectNode params = sampling();
		params.putArray("tools").addObject().put("name", "t").putObject("inputSchema").put("type", "object");
		return Mono.just(sampled(context.ask("model", new InputRequest.Sampling(params))));
	}

	@McpTool(name = "ask_roots", description = "Asks for the client's directories.")
	Mono<Answered> askRoots(CallContext context) {
		JsonNode roots = context.ask("roots", new InputRequest.Roots()).path("roots");
		return Mono.just(new Answered("accept", roots.path(0).path("uri").asString("")));
	}

	@McpTool(name = "ask_later", description = "Tells its progress, then asks.")
	Flux<CallToolEvent> askLater(CallContext context) {
		return Flux.concat(
				Flux.just(new CallToolEvent.Progress(1, null, null), new CallToolEvent.Progress(2, null, null)),
				Mono.fromCallable(() -> new CallToolEvent.Item(answered(context.ask("name", form("name"))))),
				Mono.just(new CallToolEvent.Progress(3, null, "done")));
	}

	@McpTool(name = "restless", description = "Tells progress that goes back and forth.")
	Flux<CallToolEvent> restless() {
		return Flux.just(1.0, 1.0, 0.5, 2.25, 2.0, 3.0)
			.<CallToolEvent>map((progress) -> new CallToolEvent.Progress(progress, null, null))
			.concatWithValues(new CallToolEvent.Item(new Answered("accept", "done")));
	}

	@McpTool(name = "tick", description = "Tells its progress until it is cancelled.")
	Flux<CallToolEvent> tick() {
		return Flux.interval(Duration.ofMillis(20))
			.onBackpressureDrop()
			.<CallToolEvent>map((tick) -> new CallToolEvent.Progress(tick + 1.0, null, null))
			.doOnSubscribe((subscription) -> this.ticking.incrementAndGet())
			.doFinally((signal) -> this.ticking.decrementAndGet());
	}

	@McpTool(name = "steps", description = "Tells its progress step by step, then answers.")
	Flux<CallToolEvent> steps(int to, @McpParam(name = "delay_ms") int delayMillis) {
		return Flux.range(1, to)
			.delayElements(Duration.ofMillis(delayMillis))
			.doOnNext((step) -> this.lastStep = step)
			.<CallToolEvent>map((step) -> new CallToolEvent.Progress(step, null, null))
			.concatWithValues(new CallToolEvent.Item(new Answered("accept", "done")));
	}

	@McpTool(name = "torrent", description = "Tells its progress at length, as fast as it is taken.")
	Flux<CallToolEvent> torrent() {
		String filling = "x".repeat(1_000);
		return Flux.range(1, 10_000_000)
			.doOnNext((step) -> this.lastStep = step)
			.<CallToolEvent>map((step) -> new CallToolEvent.Progress(step, null, filling))
			.doOnSubscribe((subscription) -> this.ticking.incrementAndGet())
			.doFinally((signal) -> this.ticking.decrementAndGet());
	}

	@McpTool(name = "hasty", description = "Tells its progress at length and at once, then answers.")
	Flux<CallToolEvent> hasty(int to) {
		String filling = "x".repeat(1_000);
		return Flux.range(1, to)
			.doOnNext((step) -> this.lastStep = step)
			.<CallToolEvent>map((step) -> new CallToolEvent.Progress(step, null, filling))
			.concatWithValues(new CallToolEvent.Item(new Answered("accept", "all told")));
	}

	@McpTool(name = "lengthy", description = "Gives a text of a length.")
	Mono<Answered> lengthy(int length) {
		return Mono.just(new Answered("accept", "x".repeat(length)));
	}

	@McpTool(name = "log_all", description = "Logs at each level.")
	Flux<CallToolEvent> logAll() {
		return Flux.fromIterable(Arrays.asList(LogLevel.values()))
			.<CallToolEvent>map((level) -> new CallToolEvent.Log(level, "sample", Map.of("level", level.wireName())))
			.concatWithValues(new CallToolEvent.Item(new Answered("accept", "done")));
	}

	@McpTool(name = "long_work", description = "Goes on as a task where it can.", task = TaskSupport.OPTIONAL)
	Mono<Answered> longWork(CallContext context) {
		context.continueAsTask();
		return Mono.just(new Answered("accept", "done"));
	}

	@McpTool(name = "mirrored", description = "Has arguments that are repeated in headers.")
	Mono<Answered> mirrored(@McpParam(header = "Region") @Nullable String region,
			@McpParam(header = "Retries") @Nullable Long retries, @McpParam(header = "Dry-Run") @Nullable Boolean dry) {
		return Mono.just(new Answered("accept", region + " " + retries + " " + dry));
	}

	@McpPrompt(name = "media", description = "Every kind of content.")
	List<PromptMessage> media() {
		return List.of(PromptMessage.user("hello"), message(new ContentBlock.Image("aGk=", "image/png")),
				message(new ContentBlock.Audio("aGk=", "audio/wav")),
				message(new ContentBlock.ResourceLink("sample://bytes", "bytes", null, "text/plain")),
				message(new ContentBlock.EmbeddedResource(
						new ResourceContents.Text("sample://numbers/1", "application/json", "{}"))),
				message(new ContentBlock.EmbeddedResource(
						new ResourceContents.Blob("sample://bytes", "image/png", "aGk="))));
	}

	private static PromptMessage message(ContentBlock block) {
		return new PromptMessage(Role.USER, block);
	}

	@McpPrompt(name = "greet", description = "Greets somebody.")
	String greet(String name, @Nullable String greeting) {
		return ((greeting != null) ? greeting : "Hello") + " " + name;
	}

	@McpPrompt(name = "ask_prompt", description = "Asks for a name, then greets.")
	Mono<String> askPrompt(CallContext context) {
		return Mono.just("Hello " + answered(context.ask("name", form("name"))).text());
	}

	@McpResource(uri = "sample://asked", name = "asked", description = "Asks for a name first.")
	Mono<Answered> asked(ResourceRead read) {
		return Mono.just(answered(read.context().ask("name", form("name"))));
	}

	private static InputRequest.Elicitation form(String property) {
		ObjectNode schema = JsonMapper.shared().createObjectNode().put("type", "object");
		schema.putObject("properties").putObject(property).put("type", "string").put("minLength", 1);
		schema.putArray("required").add(property);
		return new InputRequest.Elicitation("Please tell the " + property + ".", schema);
	}

	private static Answered answered(ObjectNode answer) {
		return new Answered(answer.path("action").asString(""),
				answer.path("content").values().stream().findFirst().map((value) -> value.asString("")).orElse(""));
	}

	private static ObjectNode sampling() {
		return (ObjectNode) JsonMapper.shared().readTree("""
				{"maxTokens": 10, "messages": [{"role": "user", "content": {"type": "text", "text": "Hi"}}]}""");
	}

	private static Answered sampled(ObjectNode answer) {
		return new Answered(answer.path("role").asString(""), answer.path("content").path("text").asString(""));
	}

	record Answered(String action, String text) {
	}

}
