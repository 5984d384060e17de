package dev.mcpgateway.mcp;

import java.util.function.Function;

import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpSession;

/**
 * The two ways to say the same request, for tests of what both revisions demand.
 */
enum Dialect {

	/** Revision 2025-11-25, in a session. */
	LEGACY {

		@Override
		Function<String, McpRequest> client(int port) {
			return McpSession.open(port)::request;
		}

	},

	/** Revision 2026-07-28. */
	MODERN {

		@Override
		Function<String, McpRequest> client(int port) {
			return (method) -> McpRequest.modern(port, method);
		}

	};

	/** Makes requests of one client, by their method. */
	abstract Function<String, McpRequest> client(int port);

	McpRequest request(int port, String method) {
		return client(port).apply(method);
	}

	McpRequest call(int port, String tool, String arguments) {
		return request(port, "tools/call").call(tool, arguments);
	}

}
