package dev.mcpgateway.streamablehttp;

import java.util.List;

import dev.mcpgateway.web.RequestHead;
import dev.mcpgateway.web.RequestPath;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
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
		return this.endpoint.handle(new Head(request), request.receive().asByteArray(),
				(answer) -> send(answer, response));
	}

	private static Mono<Void> send(HttpAnswer answer, HttpServerResponse response) {
		response.status(answer.status());
		answer.headers().forEach(response::header);
		Flux<byte[]> events = answer.events();
		if (events != null) {
			Flux<ByteBuf> buffers = events.map(Unpooled::wrappedBuffer);
			// Each event goes out as it comes.
			return response.send(buffers, (buffer) -> true).then();
		}
		if (answer.body().length == 0) {
			return response.header("Content-Length", "0").send().then();
		}
		return response.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(answer.body()))).then();
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
