package dev.mcpgateway.bench.springai;

import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

/**
 * Spring AI's MCP server with one tool.
 */
@SpringBootApplication
public class SpringAiPeer {

	public static void main(String[] args) {
		SpringApplication.run(SpringAiPeer.class, args);
	}

	/** Asynchronous, so that a call stays on the event loop: that is its fastest way. */
	@Component
	static class EchoTool {

		@McpTool(name = "echo", description = "Answers with the message it was given.")
		public Mono<String> echo(
				@McpToolParam(description = "What to say back.", required = true) String message) {
			return Mono.just(message);
		}

	}

}
