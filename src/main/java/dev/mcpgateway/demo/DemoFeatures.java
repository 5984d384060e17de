package dev.mcpgateway.demo;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The features that need no backend.
 */
@Component
class DemoFeatures {

	@McpTool(name = "echo", title = "Echo", description = "Answers with the message it was given.", readOnly = true)
	Mono<Echo> echo(@McpParam(description = "What to say back.") String message) {
		return Mono.just(new Echo(message));
	}

	@McpTool(name = "count", title = "Count",
			description = "Counts from 1, one line at a time, with a pause before each: shows how a call streams.",
			readOnly = true)
	Flux<Count> count(@McpParam(description = "The last number.") @Min(1) @Max(1_000_000) int to,
			@McpParam(name = "delay_ms", description = "The pause before each number, in milliseconds.",
					defaultValue = "500") @Min(0) @Max(10_000) int delayMillis) {
		Flux<Count> counts = Flux.range(1, to).map(Count::new);
		return (delayMillis == 0) ? counts
				: counts.concatMap((count) -> Mono.just(count).delayElement(Duration.ofMillis(delayMillis)), 1);
	}

	@McpResource(uri = "example://hello", name = "hello", title = "Hello", description = "A greeting.")
	Mono<Greeting> hello() {
		return Mono.just(new Greeting("Hello from MCP!"));
	}

	record Echo(String echo) {
	}

	record Count(@JsonProperty("count") int value) {
	}

	record Greeting(String message) {
	}

}
