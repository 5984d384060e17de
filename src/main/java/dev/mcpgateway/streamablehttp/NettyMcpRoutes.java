package dev.mcpgateway.streamablehttp;

import java.util.List;

import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.web.RequestPath;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.boot.reactor.netty.NettyRouteProvider;

/**
 * Mounts the endpoint on the server itself, before the web framework, whose way to a
 * handler costs more than a small call (see ADR 0011).
 */
final class NettyMcpRoutes implements NettyRouteProvider {

	private static final String PATH = "/mcp";

	private final McpEndpoint endpoint;

	NettyMcpRoutes(McpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public HttpServerRoutes apply(HttpServerRoutes routes) {
		return routes.route(NettyMcpRoutes::isMcp, this::handle);
	}

	/** Every other spelling is for the framework to refuse. */
	private static boolean isMcp(HttpServerRequest request) {
		String target = request.uri();
		return target.startsWith(PATH) && RequestPath.of(target).filter(PATH::equals).isPresent();
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		ResponseOutput output = new NettyOutput(response);
		return this.endpoint.handle(new Head(request), request.receive().asByteArray(),
				(answer) -> answer.writeTo(output));
	}

	/**
	 * The head of a request.
	 */
	private record Head(HttpServerRequest request) implements RequestHead {

		@Override
		public String method() {
			return this.request.method().name();
		}

		@Override
		public List<String> headers(String name) {
			return this.request.requestHeaders().getAll(name);
		}

	}

}
