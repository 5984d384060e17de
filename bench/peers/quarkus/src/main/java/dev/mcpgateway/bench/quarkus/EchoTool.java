package dev.mcpgateway.bench.quarkus;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.smallrye.common.annotation.NonBlocking;

/**
 * The Quarkus MCP server with one tool, which runs on the event loop: that is its fastest
 * way.
 */
public class EchoTool {

	@NonBlocking
	@Tool(name = "echo", description = "Answers with the message it was given.")
	String echo(@ToolArg(description = "What to say back.") String message) {
		return message;
	}

}
