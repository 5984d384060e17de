package dev.mcpgateway.annotation;

import java.util.List;
import java.util.Map;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.PromptRequest;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.PromptArgument;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PromptMethodTests {

	private final Declared declared = Declared.by(new Prompts());

	@AfterEach
	void close() {
		this.declared.close();
	}

	@Test
	void argumentsAreTheParameters() {
		org.assertj.core.api.Assertions.assertThat(prompt("text").prompt().arguments())
			.containsExactly(new PromptArgument("topic", "What about.", true), new PromptArgument("tone", null, false),
					new PromptArgument("length", null, false));
	}

	@Test
	void aStringIsOneTextOfTheUser() {
		assertGives("text", Map.of("topic", "cats"),
				new GetPromptResult("A text.", List.of(PromptMessage.user("cats null short"))));
		assertGives("text", Map.of("topic", "cats", "tone", "mild", "length", "long"),
				new GetPromptResult("A text.", List.of(PromptMessage.user("cats mild long"))));
	}

	@Test
	void messagesAreTaken() {
		PromptMessage answer = new PromptMessage(Role.ASSISTANT, new ContentBlock.Text("hm"));
		assertGives("message", Map.of(), new GetPromptResult("d", List.of(answer)));
		assertGives("messages", Map.of(), new GetPromptResult("d", List.of(PromptMessage.user("a"), answer)));
		assertGives("result", Map.of(), new GetPromptResult("own", List.of(PromptMessage.user("tester"))));
	}

	private void assertGives(String name, Map<String, String> arguments, GetPromptResult expected) {
		StepVerifier
			.create(prompt(name).handler().get(new PromptRequest(arguments, CallContext.of(new Caller("tester")))))
			.expectNext(expected)
			.verifyComplete();
	}

	private PromptSpecification prompt(String name) {
		return this.declared.features()
			.prompts()
			.stream()
			.filter((each) -> each.prompt().name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	static class Prompts {

		@McpPrompt(name = "text", description = "A text.")
		Mono<String> text(@McpParam(description = "What about.") String topic, @Nullable String tone,
				@McpParam(defaultValue = "short") String length) {
			return Mono.just(topic + " " + tone + " " + length);
		}

		@McpPrompt(name = "message", description = "d")
		PromptMessage message() {
			return new PromptMessage(Role.ASSISTANT, new ContentBlock.Text("hm"));
		}

		@McpPrompt(name = "messages", description = "d")
		List<PromptMessage> messages() {
			return List.of(PromptMessage.user("a"), message());
		}

		@McpPrompt(name = "result", description = "d")
		Mono<GetPromptResult> result(Caller caller) {
			return Mono.just(new GetPromptResult("own", List.of(PromptMessage.user(caller.id()))));
		}

	}

}
