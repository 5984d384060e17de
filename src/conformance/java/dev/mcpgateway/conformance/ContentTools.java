package dev.mcpgateway.conformance;

import java.time.Duration;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.LogLevel;
import reactor.core.publisher.Flux;

/**
 * Tools that answer with each kind of content, tell how far they are, log, and fail.
 */
@Fixture
class ContentTools {

	private static final Duration STEP = Duration.ofMillis(50);

	@McpTool(name = "test_simple_text", description = "Answers with one text.")
	ContentBlock simpleText() {
		return Samples.text("This is a simple text response for testing.");
	}

	@McpTool(name = "test_image_content", description = "Answers with one image.")
	ContentBlock image() {
		return Samples.image();
	}

	@McpTool(name = "test_audio_content", description = "Answers with one sound.")
	ContentBlock audio() {
		return new ContentBlock.Audio(Samples.WAV, "audio/wav");
	}

	@McpTool(name = "test_embedded_resource", description = "Answers with one resource.")
	ContentBlock embeddedResource() {
		return Samples.resource("test://embedded-resource", "text/plain", "This is an embedded resource content.");
	}

	@McpTool(name = "test_multiple_content_types", description = "Answers with a text, an image and a resource.")
	Flux<ContentBlock> multipleContentTypes() {
		return Flux.just(Samples.text("Multiple content types test:"), Samples.image(), Samples.resource(
				"test://mixed-content-resource", "application/json", "{\"test\":\"data\",\"value\":123}"));
	}

	@McpTool(name = "test_error_handling", description = "Always fails.")
	ContentBlock error() {
		throw new ToolExecutionException("This tool intentionally returns an error for testing");
	}

	@McpTool(name = "test_tool_with_progress", description = "Tells three times how far it is.")
	Flux<CallToolEvent> progress() {
		return Flux
			.concat(Flux.just(progress(0)), Flux.just(progress(50), progress(100)).delayElements(STEP),
					Flux.just(new CallToolEvent.Content(Samples.text("Tool with progress executed successfully"))));
	}

	private static CallToolEvent progress(int done) {
		return new CallToolEvent.Progress(done, 100.0, "Completed step %d of 100".formatted(done));
	}

	@McpTool(name = "test_tool_with_logging", description = "Logs three times.")
	Flux<CallToolEvent> logging() {
		return Flux
			.concat(Flux.just(log("Tool execution started")),
					Flux.just(log("Tool processing data"), log("Tool execution completed")).delayElements(STEP),
					Flux.just(new CallToolEvent.Content(Samples.text("Tool with logging executed successfully"))));
	}

	@McpTool(name = "test_logging_tool", description = "Logs once, for those who have asked for it.")
	Flux<CallToolEvent> loggingOnRequest() {
		return Flux.just(log("Tool evaluated"), new CallToolEvent.Content(Samples.text("Logging evaluated")));
	}

	private static CallToolEvent log(String message) {
		return new CallToolEvent.Log(LogLevel.INFO, "conformance", message);
	}

	/** Says something first: the suite looks at streams, and an answer alone is none. */
	@McpTool(name = "test_reconnection", description = "Answers after a while, time enough to lose the connection.")
	Flux<CallToolEvent> reconnection() {
		return Flux.concat(Flux.just(log("Working on it")),
				Flux.<CallToolEvent>just(new CallToolEvent.Content(Samples.text("Reconnection test completed")))
					.delayElements(STEP));
	}

	@McpTool(name = "test_x_mcp_header", description = "Has an argument that is repeated in a header.")
	ContentBlock header(@McpParam(description = "Any text.", header = "Region") String region) {
		return Samples.text("Region: " + region);
	}

}
