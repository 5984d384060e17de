package dev.mcpgateway.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.CallToolResult.Cut;
import dev.mcpgateway.model.CallToolResult.Shape;
import dev.mcpgateway.model.CallToolResult.Structured;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.model.Prompt;
import dev.mcpgateway.model.PromptArgument;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.model.Resource;
import dev.mcpgateway.model.ResourceContents;
import dev.mcpgateway.model.ResourceTemplate;
import dev.mcpgateway.model.Role;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import dev.mcpgateway.testing.McpSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that a codec writes is what the specification's own schema says.
 */
class ResultSchemaTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final ObjectNode OBJECT = MAPPER.createObjectNode().put("type", "object");

	private static final ObjectNode STRING = MAPPER.createObjectNode().put("type", "string");

	static Stream<WireCodec> codecs() {
		return CodecFuzzTests.codecs();
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void whatAToolWroteOnSeveralLinesIsOnOne(WireCodec codec) {
		RawValue several = new RawValue("{\r\n  \"a\": \"b\\nc\"\n}");
		byte[] written = codec
			.callToolResult(new CallToolResult(List.of(), new Structured(several, Shape.OBJECT), false, null));
		assertThat(written).doesNotContain((byte) '\n', (byte) '\r');
		assertThat(MAPPER.readTree(written).path("structuredContent").path("a").stringValue()).isEqualTo("b\nc");
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void listsAreValid(WireCodec codec) {
		ToolAnnotations hints = new ToolAnnotations(true, false, true, false);
		List<ListedTool> tools = List.of(new ListedTool(new Tool("a", "A", "d", OBJECT, OBJECT, hints), false),
				new ListedTool(new Tool("b", null, "d", OBJECT, STRING, hints), false),
				new ListedTool(new Tool("c", null, "d", OBJECT, STRING, hints), true),
				new ListedTool(new Tool("d", null, null, OBJECT, null, hints), true));
		assertValid(codec, "ListToolsResult", codec.tools(tools, "cursor"));
		assertValid(codec, "ListResourcesResult", codec.features("resources",
				List.of(new Resource("a://b", "b", null, "d", null), new Resource("a://c", "c", "C", null, "x/y")),
				null));
		assertValid(codec, "ListResourceTemplatesResult", codec.features("resourceTemplates",
				List.of(new ResourceTemplate("a://{b}", "b", "B", "d", "x/y")), null));
		assertValid(codec, "ListPromptsResult",
				codec.features("prompts",
						List.of(new Prompt("p", "P", "d",
								List.of(new PromptArgument("a", null, true), new PromptArgument("b", "d", false)))),
						null));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void resultsOfToolsAreValid(WireCodec codec) {
		List<ContentBlock> content = List.of(new ContentBlock.Text("t\n\u2028"),
				new ContentBlock.Image("aGk=", "image/png"), new ContentBlock.Audio("aGk=", "audio/wav"),
				new ContentBlock.ResourceLink("a://b", "b", "d", "x/y"),
				new ContentBlock.EmbeddedResource(new ResourceContents.Text("a://b", "x/y", "text")),
				new ContentBlock.EmbeddedResource(new ResourceContents.Blob("a://b", null, "aGk=")));
		Map<Shape, String> values = Map.of(Shape.OBJECT, "{\"a\":1}", Shape.VALUE, "\"x\"", Shape.ITEMS, "[1,2]");
		values.forEach((shape, json) -> assertValid(codec, "CallToolResult", codec.callToolResult(
				new CallToolResult(content, new Structured(new RawValue(json), shape), false, new Cut(2, "enough")))));
		assertValid(codec, "CallToolResult", codec.callToolResult(CallToolResult.failed("no")));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void otherResultsAreValid(WireCodec codec) {
		boolean modern = codec.revision().era() == Revision.Era.MODERN;
		assertValid(codec, modern ? "DiscoverResult" : "InitializeResult", codec.identity());
		assertValid(codec, "EmptyResult", codec.emptyResult());
		assertValid(codec, "ReadResourceResult", codec
			.readResourceResult(new ReadResourceResult(List.of(new ResourceContents.Text("a://b", "x/y", "text")))));
		assertValid(codec, "GetPromptResult",
				codec.getPromptResult(new GetPromptResult("d", List.of(PromptMessage.user("hi"),
						new PromptMessage(Role.ASSISTANT, new ContentBlock.Image("aGk=", "image/png"))))));
		assertValid(codec, "CompleteResult", codec.completeResult(new Completion(List.of("a", "b"), 7, true)));
		assertValid(codec, "CompleteResult", codec.completeResult(Completion.NONE));
	}

	@ParameterizedTest
	@MethodSource("codecs")
	void questionsAreValid(WireCodec codec) {
		questions().forEach((definition, question) -> {
			WireCodec.ClientQuestion written = codec.question(question);
			ObjectNode request = MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
			request.put("method", written.method()).set("params", written.params());
			assertThat(McpSchema.of(codec.revision()).violations(definition, request)).as("%s", request).isEmpty();
		});
	}

	private static Map<String, InputRequest> questions() {
		ObjectNode sampling = (ObjectNode) MAPPER.readTree(
				"{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}],\"maxTokens\":5}");
		ObjectNode form = OBJECT.deepCopy();
		form.putObject("properties").putObject("name").put("type", "string");
		Map<String, InputRequest> questions = new LinkedHashMap<>();
		questions.put("ElicitRequest", new InputRequest.Elicitation("Who?", form));
		questions.put("CreateMessageRequest", new InputRequest.Sampling(sampling));
		questions.put("ListRootsRequest", new InputRequest.Roots());
		return questions;
	}

	@Test
	void aQuestionInTheModernEraIsAResult() {
		ModernCodec codec = (ModernCodec) codecs().filter((each) -> each instanceof ModernCodec)
			.findFirst()
			.orElseThrow();
		assertValid(codec, "InputRequiredResult",
				codec.inputRequiredResult(Map.of("who", new InputRequest.Roots()), "state"));
	}

	@Test
	void notificationsAreValid() {
		RequestId subscription = RequestId.of(7);
		JsonNode token = MAPPER.readTree("\"t\"");
		Map<String, byte[]> modern = Map.of("ProgressNotification", Notifications.progress(token, 0.5, 1.0, "m"),
				"LoggingMessageNotification", Notifications.log(LogLevel.NOTICE, null, Map.of("a", 1)),
				"ToolListChangedNotification", Notifications.listChanged("tools", subscription),
				"ResourceListChangedNotification", Notifications.listChanged("resources", subscription),
				"PromptListChangedNotification", Notifications.listChanged("prompts", subscription),
				"ResourceUpdatedNotification", Notifications.resourceUpdated("a://b", subscription),
				"SubscriptionsAcknowledgedNotification", Notifications
					.acknowledged(new SubscriptionFilter(true, false, true, Set.of("a://b"), Set.of()), subscription));
		modern.forEach((definition, json) -> assertValid(Revision.V2026_07_28, definition, json));
		Map<String, byte[]> legacy = Map.of("ProgressNotification", Notifications.progress(token, 5, null, null),
				"LoggingMessageNotification", Notifications.log(LogLevel.EMERGENCY, "l", "text"),
				"ToolListChangedNotification", Notifications.listChanged("tools", null), "ResourceUpdatedNotification",
				Notifications.resourceUpdated("a://b", null));
		legacy.forEach((definition, json) -> assertValid(Revision.V2025_11_25, definition, json));
		JsonNode end = MAPPER.readTree(Notifications.subscriptionEnd(subscription));
		assertThat(McpSchema.of(Revision.V2026_07_28).violations("SubscriptionsListenResultResponse", end)).isEmpty();
	}

	private static void assertValid(WireCodec codec, String definition, byte[] json) {
		assertValid(codec.revision(), definition, json);
	}

	private static void assertValid(Revision revision, String definition, byte[] json) {
		JsonNode value = MAPPER.readTree(json);
		assertThat(McpSchema.of(revision).violations(definition, value)).as("%s: %s", definition, value).isEmpty();
	}

}
