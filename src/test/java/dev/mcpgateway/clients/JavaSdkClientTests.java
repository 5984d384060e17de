package dev.mcpgateway.clients;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.testing.DialogueFeatures;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The client of the official Java SDK, which speaks the older era. It holds results
 * against the output schemas that it was shown. Log messages are left out: it takes no
 * data but a string, where the specification allows any JSON.
 */
@ClientTest
class JavaSdkClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final DialogueFeatures dialogue;

	private final McpAsyncClient client;

	private final Queue<McpSchema.ProgressNotification> progress = new ConcurrentLinkedQueue<>();

	private final Queue<McpSchema.ResourceContents> updated = new ConcurrentLinkedQueue<>();

	private final AtomicInteger changes = new AtomicInteger();

	JavaSdkClientTests(@LocalServerPort int port, @Autowired DialogueFeatures dialogue) {
		this.dialogue = dialogue;
		var transport = HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port).endpoint("/mcp").build();
		this.client = McpClient.async(transport)
			.requestTimeout(PATIENCE)
			.clientInfo(McpSchema.Implementation.builder("java-sdk", "1").build())
			.capabilities(
					McpSchema.ClientCapabilities.builder().elicitation(true, false).sampling().roots(true).build())
			.roots(McpSchema.Root.builder("file:///work").build())
			.enableCallToolSchemaCaching(true)
			.elicitation((question) -> Mono.just(fill(question)))
			.sampling((question) -> Mono
				.just(McpSchema.CreateMessageResult.builder(McpSchema.Role.ASSISTANT, "Hi yourself", "model").build()))
			.progressConsumer((each) -> Mono.fromRunnable(() -> this.progress.add(each)))
			.resourcesUpdateConsumer((each) -> Mono.fromRunnable(() -> this.updated.addAll(each)))
			.toolsChangeConsumer((each) -> Mono.fromRunnable(this.changes::incrementAndGet))
			.build();
	}

	private static McpSchema.ElicitResult fill(McpSchema.ElicitFormRequest question) {
		Map<?, ?> properties = (Map<?, ?>) Objects.requireNonNull(question.requestedSchema().get("properties"));
		String value = properties.containsKey("name") ? "Ada" : "London";
		return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
			.content(Map.of(String.valueOf(properties.keySet().iterator().next()), value))
			.build();
	}

	@BeforeEach
	void connect() {
		McpSchema.InitializeResult initialized = get(this.client.initialize());
		assertThat(initialized.protocolVersion()).isEqualTo("2025-11-25");
	}

	@AfterEach
	void disconnect() {
		this.client.closeGracefully().block(PATIENCE);
	}

	private static <T> T get(Mono<T> answer) {
		return Objects.requireNonNull(answer.block(PATIENCE));
	}

	private CallToolResult call(String tool, Map<String, Object> arguments) {
		return get(this.client.callTool(CallToolRequest.builder(tool).arguments(arguments).build()));
	}

	@Test
	void listsWhatThereIs() {
		assertThat(get(this.client.listTools()).tools()).extracting(McpSchema.Tool::name).contains("echo", "progress");
		assertThat(get(this.client.listResources()).resources()).extracting(McpSchema.Resource::uri)
			.contains("sample://bytes");
		assertThat(get(this.client.listResourceTemplates()).resourceTemplates())
			.extracting(McpSchema.ResourceTemplate::uriTemplate)
			.contains("sample://numbers/{number}");
		assertThat(get(this.client.listPrompts()).prompts()).extracting(McpSchema.Prompt::name).contains("greet");
		assertThat(get(this.client.ping())).isNotNull();
	}

	@Test
	void callsAStreamingToolWithProgress() {
		get(this.client.listTools());
		CallToolResult result = get(
				this.client.callTool(CallToolRequest.builder("progress").progressToken("token").build()));
		assertThat(result.structuredContent()).isEqualTo(Map.of("items", List.of(Map.of("value", 1))));
		await().untilAsserted(() -> assertThat(this.progress)
			.extracting(McpSchema.ProgressNotification::progress, (each) -> each.message())
			.containsExactly(org.assertj.core.groups.Tuple.tuple(1.0, "half"),
					org.assertj.core.groups.Tuple.tuple(2.0, null)));
	}

	@Test
	void readsAResource() {
		McpSchema.ReadResourceResult read = get(
				this.client.readResource(McpSchema.ReadResourceRequest.builder("sample://numbers/7").build()));
		assertThat(read.contents()).singleElement()
			.isInstanceOfSatisfying(McpSchema.TextResourceContents.class,
					(text) -> assertThat(text.text()).isEqualTo("{\"value\":7}"));
	}

	@Test
	void getsAPromptAndCompletesItsArgument() {
		McpSchema.GetPromptResult prompt = get(this.client
			.getPrompt(McpSchema.GetPromptRequest.builder("greet").arguments(Map.of("name", "Ada")).build()));
		assertThat(prompt.messages()).extracting((message) -> ((McpSchema.TextContent) message.content()).text())
			.containsExactly("Hello Ada");
		McpSchema.CompleteResult completed = get(this.client.completeCompletion(
				McpSchema.CompleteRequest
					.builder(McpSchema.PromptReference.builder("words").build(),
							new McpSchema.CompleteRequest.CompleteArgument("word", "a"))
					.build()));
		assertThat(completed.completion().values()).startsWith("a1", "a2").hasSize(100);
	}

	@Test
	void subscribesAndReadsWhatHasChanged() {
		this.client.subscribeResource(McpSchema.SubscribeRequest.builder("sample://bytes").build()).block(PATIENCE);
		call("touch", Map.of("uri", "sample://bytes"));
		await().untilAsserted(() -> assertThat(this.updated).isNotEmpty()
			.allSatisfy((contents) -> assertThat(contents.uri()).isEqualTo("sample://bytes")));
	}

	@Test
	void isToldWhenListsChange() {
		call("offer_extra", Map.of("offered", true));
		await().until(() -> this.changes.get() > 0);
		call("offer_extra", Map.of("offered", false));
	}

	@Test
	void answersTwoElicitationsInTheMiddleOfACall() {
		assertThat(call("ask_twice", Map.of()).structuredContent())
			.isEqualTo(Map.of("action", "accept", "text", "Ada of London"));
	}

	@Test
	void lendsItsModelAndTellsItsRoots() {
		assertThat(call("ask_model", Map.of()).structuredContent())
			.isEqualTo(Map.of("action", "assistant", "text", "Hi yourself"));
		assertThat(call("ask_roots", Map.of()).structuredContent())
			.isEqualTo(Map.of("action", "accept", "text", "file:///work"));
	}

	/** It has no notification by which to cancel one call; what ends its session does. */
	@Test
	void endsItsSessionAndTheToolThatStillRunsSeesIt() {
		Disposable running = this.client.callTool(CallToolRequest.builder("tick").progressToken("token").build())
			.subscribe((result) -> {
			}, (failure) -> {
			});
		await().until(() -> this.progress.size() >= 3);
		assertThat(this.dialogue.ticking()).isPositive();
		running.dispose();
		this.client.closeGracefully().block(PATIENCE);
		await().until(() -> this.dialogue.ticking() == 0);
	}

	@Test
	void isRefusedAToolThatDoesNotExist() {
		assertThatExceptionOfType(McpError.class).isThrownBy(() -> call("no_such_tool", Map.of()))
			.satisfies((failure) -> assertThat(failure.getJsonRpcError().code()).isEqualTo(-32602));
	}

}
