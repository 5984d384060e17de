package dev.mcpgateway.conformance;

import java.util.List;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpPrompt;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.Role;

/**
 * Prompts with each kind of content, and one that asks.
 */
@Fixture
class PromptFixtures {

	@McpPrompt(name = "test_simple_prompt", description = "One message.")
	String simple() {
		return "This is a simple prompt for testing.";
	}

	@McpPrompt(name = "test_prompt_with_arguments", description = "One message with what it is given.")
	String withArguments(@McpParam(description = "The first argument.") String arg1,
			@McpParam(description = "The second argument.") String arg2) {
		return "Prompt with arguments: arg1='%s', arg2='%s'".formatted(arg1, arg2);
	}

	@McpPrompt(name = "test_prompt_with_embedded_resource", description = "A resource, and what to do with it.")
	List<PromptMessage> withResource(@McpParam(description = "The resource's URI.") String resourceUri) {
		return List.of(
				new PromptMessage(Role.USER,
						Samples.resource(resourceUri, "text/plain", "Embedded resource content for testing.")),
				PromptMessage.user("Please process the embedded resource above."));
	}

	@McpPrompt(name = "test_prompt_with_image", description = "An image, and what to do with it.")
	List<PromptMessage> withImage() {
		return List.of(new PromptMessage(Role.USER, Samples.image()),
				PromptMessage.user("Please analyze the image above."));
	}

	@McpPrompt(name = "test_input_required_result_prompt", description = "Asks what it is to be about.")
	String asking(CallContext context) {
		return "Prompt with context: " + Samples
			.field(context.ask("user_context", Samples.form("What is the context?", "context", "string")), "context");
	}

}
