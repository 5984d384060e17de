package dev.mcpgateway.arguments;

import java.util.Arrays;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.McpSession;

/**
 * Where a tool can be called, byte for byte: what is sent and what comes back goes
 * through no other reader of JSON.
 */
enum Face {

	/** {@code POST /api/mcp/tool}. */
	REST {

		@Override
		String call(int port, String tool, String arguments) {
			return new GatewayClient(port).call(tool, arguments).text();
		}

	},

	/** A session of revision 2025-11-25. */
	LEGACY {

		@Override
		String call(int port, String tool, String arguments) {
			return request(port, "tools/call", "{\"name\": \"%s\", \"arguments\": %s}".formatted(tool, arguments));
		}

		@Override
		String request(int port, String method, String params) {
			return new GatewayClient(port)
				.post("/mcp", message(method, params), "Accept", ACCEPT, "Mcp-Session-Id", McpSession.open(port).id(),
						"MCP-Protocol-Version", McpSession.LEGACY)
				.text();
		}

	},

	/** Revision 2026-07-28. */
	MODERN {

		@Override
		String call(int port, String tool, String arguments) {
			return send(port, "tools/call",
					"{\"name\": \"%s\", \"arguments\": %s, %s}".formatted(tool, arguments, META), "Mcp-Name", tool);
		}

		@Override
		String request(int port, String method, String params) {
			String separator = params.replace(" ", "").equals("{}") ? "" : ", ";
			return send(port, method, params.substring(0, params.lastIndexOf('}')) + separator + META + "}");
		}

		private String send(int port, String method, String params, String... more) {
			String[] headers = { "Accept", ACCEPT, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method };
			String[] all = Arrays.copyOf(headers, headers.length + more.length);
			System.arraycopy(more, 0, all, headers.length, more.length);
			return new GatewayClient(port).post("/mcp", message(method, params), all).text();
		}

	};

	private static final String ACCEPT = "application/json, text/event-stream";

	private static final String META = "\"_meta\": {\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\", "
			+ "\"io.modelcontextprotocol/clientCapabilities\": {}}";

	/** Calls a tool; what came back, as it was written. */
	abstract String call(int port, String tool, String arguments);

	/** Sends a request of MCP with these parameters. */
	String request(int port, String method, String params) {
		throw new UnsupportedOperationException(this + " has no requests of MCP");
	}

	private static String message(String method, String params) {
		return "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}".formatted(method, params);
	}

}
