package dev.mcpgateway.bench;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reactor Netty with nothing on top: parses the body of an {@code echo} call, over REST
 * or MCP, and answers as the gateway answers. What it costs is what no Java server on
 * Reactor Netty goes below.
 */
public final class BareNettyServer {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private BareNettyServer() {
	}

	/**
	 * Serves until the process is ended.
	 * @param args the port on loopback, and how many bytes {@code tools/list} answers
	 */
	public static void main(String[] args) {
		BareMcp mcp = new BareMcp((args.length > 1) ? Integer.parseInt(args[1]) : 0);
		HttpServer.create()
			.host("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.route((routes) -> routes.post("/api/mcp/tool", BareNettyServer::echo)
				.post("/mcp", (request, response) -> mcp(mcp, request, response)))
			.bindNow()
			.onDispose()
			// The main thread has nothing else to do.
			.block();
	}

	private static Flux<Void> echo(HttpServerRequest request, HttpServerResponse response) {
		Mono<byte[]> line = request.receive().aggregate().asByteArray().map(BareNettyServer::answer);
		return Flux.from(line.flatMap((bytes) -> response.header("Content-Type", "application/x-ndjson")
			.header("Content-Length", Integer.toString(bytes.length))
			.sendByteArray(Mono.just(bytes))
			.then()));
	}

	private static Flux<Void> mcp(BareMcp mcp, HttpServerRequest request, HttpServerResponse response) {
		Mono<byte[]> answer = request.receive().aggregate().asByteArray().map(mcp::answer);
		return Flux.from(answer.flatMap((bytes) -> response.header("Content-Type", "application/json")
			.header("Content-Length", Integer.toString(bytes.length))
			.sendByteArray(Mono.just(bytes))
			.then()));
	}

	private static byte[] answer(byte[] body) {
		JsonNode call = MAPPER.readTree(body);
		if (!"echo".equals(call.path("tool_name").asString())) {
			throw new IllegalArgumentException("This server only knows echo");
		}
		JsonNode answer = JsonNodeFactory.instance.objectNode()
			.put("echo", call.path("arguments").path("message").asString());
		byte[] json = MAPPER.writeValueAsBytes(answer);
		byte[] line = new byte[json.length + 1];
		System.arraycopy(json, 0, line, 0, json.length);
		line[json.length] = '\n';
		return line;
	}

}
